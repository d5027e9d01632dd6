# How every file is compiled and linked: language level, warnings, compiler cache, a fast linker where present.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bin)

set(CONCLAVE_WARNINGS -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(CONCLAVE_WERROR)
  list(APPEND CONCLAVE_WARNINGS -Werror)
  add_link_options(-Wl,--fatal-warnings)
endif()
add_compile_options(${CONCLAVE_WARNINGS})
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED)

if(CONCLAVE_SANITIZE)
  add_compile_options(-fsanitize=${CONCLAVE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${CONCLAVE_SANITIZE})
  # The checks woven in hide from g++ 12 that a std::variant knows what it holds.
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
endif()

find_program(CONCLAVE_CCACHE ccache)
if(CONCLAVE_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  # What ccache asks for before it keeps files that use a precompiled header.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CONCLAVE_CCACHE})
endif()

find_program(CONCLAVE_MOLD mold)
if(CONCLAVE_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
