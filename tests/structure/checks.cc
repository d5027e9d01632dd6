#include "tests/structure/checks.h"

#include <algorithm>
#include <cctype>
#include <set>
#include <sstream>

#include "tests/structure/house_rules.h"

namespace structure {
namespace {

std::set<std::string> words_of(std::string_view text) {
  std::istringstream in{std::string(text)};
  std::set<std::string> words;
  for (std::string word; in >> word;) words.insert(word);
  return words;
}

const FolderRow* row_of(std::string_view folder) {
  const auto found = std::find_if(kIncludeTable.begin(), kIncludeTable.end(),
                                  [&](const FolderRow& row) { return row.folder == folder; });
  return found == kIncludeTable.end() ? nullptr : &*found;
}

std::string place(const SourceFile& file, std::size_t line) {
  return file.path + ":" + std::to_string(line) + ": ";
}

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

// The offset of `word` in `code` as a whole word, or npos.
std::size_t find_word(std::string_view code, std::string_view word) {
  for (std::size_t at = code.find(word); at != std::string_view::npos; at = code.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word(code[at - 1])) && (end == code.size() || !is_word(code[end]))) return at;
  }
  return std::string_view::npos;
}

bool is_of_the_real_world(std::string_view folder) {
  return std::find(kFoldersOfTheRealWorld.begin(), kFoldersOfTheRealWorld.end(), folder) !=
         kFoldersOfTheRealWorld.end();
}

// "" if `folder` may include `header`, or what is wrong with it.
std::string objection(const std::string& folder, const FolderRow& row, const std::string& header) {
  const std::string provider = header.substr(0, header.find('/'));
  if (provider == header || row_of(provider) == nullptr) return "is not a path from src/";
  if (provider == folder) return "";
  if (!words_of(row.may_include).contains(provider)) {
    return "is not allowed: " + folder + " may include only its own and: " + std::string(row.may_include);
  }
  for (const NarrowDoor& door : kNarrowDoors) {
    if (door.user == folder && door.provider == provider && door.header != header) {
      return "is not allowed: of " + provider + ", " + folder + " may include only " +
             std::string(door.header);
    }
  }
  return "";
}

}  // namespace

Complaints check_include_table(const SourceTree& tree) {
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    const std::string folder = file.folder();
    if (folder.empty()) continue;
    const FolderRow* row = row_of(folder);
    if (row == nullptr) {
      complaints.push_back(file.path + ": src/" + folder + " has no row in the include table");
      continue;
    }
    for (const Include& include : file.includes) {
      if (!include.quoted) continue;
      const std::string wrong = objection(folder, *row, include.path);
      if (!wrong.empty())
        complaints.push_back(place(file, include.line) + "\"" + include.path + "\" " + wrong);
    }
  }
  return complaints;
}

Complaints check_confined_libraries(const SourceTree& tree) {
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    for (const Include& include : file.includes) {
      for (const ConfinedLibrary& library : kConfinedLibraries) {
        if (!include.path.starts_with(library.include_prefix) || file.folder() == library.folder) continue;
        complaints.push_back(place(file, include.line) + "<" + include.path + "> belongs in src/" +
                             std::string(library.folder) + " alone");
      }
    }
  }
  return complaints;
}

Complaints check_real_world(const SourceTree& tree) {
  constexpr std::string_view kMend = " belongs in src/os or src/apps; take it through a port of src/env";
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    if (file.folder().empty() || is_of_the_real_world(file.folder())) continue;
    for (const std::string_view word : kRealWorldWords) {
      const std::size_t at = find_word(file.code, word);
      if (at == std::string_view::npos) continue;
      complaints.push_back(place(file, file.line_of(at)) + std::string(word) + std::string(kMend));
    }
    for (const Include& include : file.includes) {
      for (const std::string_view header : kRealWorldHeaders) {
        const bool whole =
            include.path == header || (header.ends_with('/') && include.path.starts_with(header));
        if (whole)
          complaints.push_back(place(file, include.line) + "<" + include.path + ">" + std::string(kMend));
      }
    }
  }
  return complaints;
}

Complaints check_headers(const SourceTree& tree) {
  std::set<std::string> headers;
  for (const SourceFile& file : tree.files) {
    if (file.is_header()) headers.insert(file.path);
  }
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    if (file.is_header()) {
      if (file.code.find("#pragma once") == std::string::npos)
        complaints.push_back(file.path + ": no #pragma once");
      if (!file.text.starts_with("//")) complaints.push_back(file.path + ": does not open with what it is");
      continue;
    }
    const std::string_view suffix = file.is_test() ? "_test.cc" : ".cc";
    const std::string own = file.path.substr(0, file.path.size() - suffix.size()) + ".h";
    if (!headers.contains(own)) continue;
    if (file.includes.empty() || !own.ends_with(file.includes.front().path)) {
      complaints.push_back(file.path + ": does not include its own header first");
    }
  }
  return complaints;
}

Complaints check_file_lengths(const SourceTree& tree) {
  Complaints complaints;
  for (const SourceFile& file : tree.files) {
    if (file.line_count() <= kFileLinesMax) continue;
    complaints.push_back(file.path + ": " + std::to_string(file.line_count()) + " lines, more than " +
                         std::to_string(kFileLinesMax) + "; it holds more than one idea");
  }
  return complaints;
}

Complaints check_readmes(const SourceTree& tree) {
  Complaints complaints;
  for (const std::string& directory : tree.directories) {
    if (directory.find("/corpus/") != std::string::npos) continue;  // all in it is input, a README would be too
    const std::string text = read_text(tree.root / directory / "README.md");
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    if (text.empty()) complaints.push_back(directory + ": no README.md");
    if (lines > kReadmeLinesMax) {
      complaints.push_back(directory + "/README.md: " + std::to_string(lines) + " lines, more than " +
                           std::to_string(kReadmeLinesMax));
    }
  }
  return complaints;
}

Complaints check_library_rows(std::string_view cmake_lists) {
  constexpr std::string_view kCall = "\nconclave_library(";
  Complaints complaints;
  std::set<std::string> folders;
  for (std::size_t at = cmake_lists.find(kCall); at != std::string_view::npos;
       at = cmake_lists.find(kCall, at + 1)) {
    const std::size_t start = at + kCall.size();
    std::istringstream call{std::string(cmake_lists.substr(start, cmake_lists.find(')', start) - start))};
    std::string folder, word;
    call >> folder;
    folders.insert(folder);
    const FolderRow* row = row_of(folder);
    if (row == nullptr) {
      complaints.push_back("CMakeLists.txt: " + folder + " has no row in the include table");
      continue;
    }
    const std::set<std::string> allowed = words_of(row->may_include);
    bool depends = false;
    while (call >> word && word != "EXTERNAL") {
      if (depends && !allowed.contains(word)) {
        complaints.push_back("CMakeLists.txt: conclave_" + folder + " links " + word +
                             ", which is not in its row");
      }
      depends = depends || word == "DEPENDS";
    }
  }
  for (const FolderRow& row : kIncludeTable) {
    // Programs are no library: conclave_program makes them.
    if (row.folder == "apps" || folders.contains(std::string(row.folder))) continue;
    complaints.push_back("CMakeLists.txt: no library for src/" + std::string(row.folder));
  }
  return complaints;
}

}  // namespace structure
