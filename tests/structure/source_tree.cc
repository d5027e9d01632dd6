#include "tests/structure/source_tree.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

namespace structure {
namespace {

namespace fs = std::filesystem;

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// Where the comment or literal that starts at `start` ends (one past it), or `start` if none starts there.
std::size_t end_of_blank(std::string_view text, std::size_t start) {
  const auto past = [&](std::string_view closing, std::size_t from) {
    const std::size_t found = text.find(closing, from);
    return found == std::string_view::npos ? text.size() : found + closing.size();
  };
  const std::string_view rest = text.substr(start);
  if (rest.starts_with("//")) return std::min(text.find('\n', start), text.size());
  if (rest.starts_with("/*")) return past("*/", start + 2);
  if (rest.starts_with("R\"") && (start == 0 || !is_word(text[start - 1]))) {
    const std::size_t open = std::min(text.find('(', start), text.size());
    return past(")" + std::string(text.substr(start + 2, open - start - 2)) + "\"", open);
  }
  const bool digit_separator = rest.starts_with('\'') && start > 0 && is_word(text[start - 1]);
  if (!rest.starts_with('"') && (!rest.starts_with('\'') || digit_separator)) return start;
  std::size_t end = start + 1;
  while (end < text.size() && text[end] != rest[0] && text[end] != '\n') end += text[end] == '\\' ? 2 : 1;
  return std::min(end + 1, text.size());
}

std::string without_comments_and_literals(std::string_view text) {
  std::string code(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = end_of_blank(text, at);
    for (std::size_t i = at; i < end; ++i) {
      if (code[i] != '\n') code[i] = ' ';
    }
    at = std::max(end, at + 1);
  }
  return code;
}

std::vector<Include> includes_of(std::string_view text) {
  std::vector<Include> includes;
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    const std::string_view line = text.substr(start, end - start);
    start = end + 1;
    ++number;
    if (!line.starts_with("#include")) continue;
    const std::size_t open = line.find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    const std::size_t close = line.find_first_of(">\"", open + 1);
    if (close == std::string_view::npos) continue;
    includes.push_back({std::string(line.substr(open + 1, close - open - 1)), line[open] == '"', number});
  }
  return includes;
}

bool is_left_out(const fs::path& relative) {
  const std::string first = relative.begin()->string();
  return first == "build" || first.starts_with('.');
}

}  // namespace

std::size_t SourceFile::line_count() const {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

std::size_t SourceFile::line_of(std::size_t offset) const {
  return 1 + static_cast<std::size_t>(
                 std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
}

std::string SourceFile::folder() const {
  constexpr std::string_view kSource = "src/";
  if (!path.starts_with(kSource)) return "";
  return path.substr(kSource.size(), path.find('/', kSource.size()) - kSource.size());
}

SourceFile parse_source(std::string path, std::string text) {
  SourceFile file{.path = std::move(path), .text = std::move(text), .code = {}, .includes = {}};
  file.code = without_comments_and_literals(file.text);
  file.includes = includes_of(file.text);
  return file;
}

std::string read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

SourceTree read_source_tree(const fs::path& root) {
  SourceTree tree{.root = root, .files = {}, .directories = {}};
  std::set<std::string> directories;
  for (auto entry = fs::recursive_directory_iterator(root); entry != fs::recursive_directory_iterator();
       ++entry) {
    const fs::path relative = entry->path().lexically_relative(root);
    if (is_left_out(relative)) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file()) continue;
    if (relative.has_parent_path()) directories.insert(relative.parent_path().generic_string());
    if (relative.extension() == ".h" || relative.extension() == ".cc") {
      tree.files.push_back(parse_source(relative.generic_string(), read_text(entry->path())));
    }
  }
  std::sort(tree.files.begin(), tree.files.end(),
            [](const SourceFile& a, const SourceFile& b) { return a.path < b.path; });
  tree.directories.assign(directories.begin(), directories.end());
  return tree;
}

}  // namespace structure
