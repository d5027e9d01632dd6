# One test per file of tests/compile_fail: wrong use is refused, in the words the file asks for.
# The tests of the harness itself expect its own verdicts, so a harness that approves of everything is noticed.
function(conclave_compile_fail_tests)
  set(root ${PROJECT_SOURCE_DIR}/tests/compile_fail)
  file(GLOB cases CONFIGURE_DEPENDS ${root}/*.cc)
  foreach(case IN LISTS cases)
    cmake_path(GET case STEM name)
    conclave_add_compile_fail(compile_fail.${name} ${case})
  endforeach()
  foreach(name compiles other_words no_sentence control_broken)
    conclave_add_compile_fail(compile_fail.harness.${name} ${root}/harness/${name}.cc)
  endforeach()
  set_tests_properties(compile_fail.harness.compiles PROPERTIES PASS_REGULAR_EXPRESSION "it compiles")
  set_tests_properties(compile_fail.harness.other_words PROPERTIES PASS_REGULAR_EXPRESSION "refused in other words")
  set_tests_properties(compile_fail.harness.no_sentence PROPERTIES PASS_REGULAR_EXPRESSION "names no sentence")
  set_tests_properties(compile_fail.harness.control_broken PROPERTIES PASS_REGULAR_EXPRESSION "control does not compile")
endfunction()

function(conclave_add_compile_fail name case)
  add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
    -D CASE=${case} -D COMPILER=${CMAKE_CXX_COMPILER} -D INCLUDE=${PROJECT_SOURCE_DIR}/src
    -P ${PROJECT_SOURCE_DIR}/cmake/run_compile_fail.cmake)
  set_tests_properties(${name} PROPERTIES TIMEOUT 120 LABELS compile_fail)
endfunction()
