// The project's files as the structure checks see them: paths, includes and code without comments or strings.
// Read once from disk (or made up by a test of the checks themselves); never changed.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace structure {

struct Include {
  std::string path;
  bool quoted = false;  // "path", not <path>
  std::size_t line = 0;
};

struct SourceFile {
  std::string path;  // from the root, with slashes
  std::string text;
  std::string code;  // text with comments and the insides of literals blanked, lines kept
  std::vector<Include> includes;

  bool is_header() const { return path.ends_with(".h"); }
  bool is_test() const { return path.ends_with("_test.cc"); }
  std::size_t line_count() const;
  std::size_t line_of(std::size_t offset) const;
  std::string folder() const;  // the first part of the path below src/, or "" outside src/
};

SourceFile parse_source(std::string path, std::string text);

struct SourceTree {
  std::filesystem::path root;
  std::vector<SourceFile> files;         // every .h and .cc outside build/, by path
  std::vector<std::string> directories;  // those that hold a file of any kind, by path; hidden ones left out
};

SourceTree read_source_tree(const std::filesystem::path& root);

// The whole file, or "" if it can't be read.
std::string read_text(const std::filesystem::path& path);

}  // namespace structure
