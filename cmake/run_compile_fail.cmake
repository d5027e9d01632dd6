# Run by ctest for one CASE: compiles it and judges the outcome. Files named control* must compile; every other
# must be refused, and the compiler must say the sentence of the case's line "// expect: <sentence>".
cmake_minimum_required(VERSION 3.25)

execute_process(
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C  # plain quotes, whatever the machine's language
    ${COMPILER} -std=c++20 -fsyntax-only -fno-diagnostics-show-caret -fdiagnostics-color=never
    -I ${INCLUDE} ${CASE}
  RESULT_VARIABLE status
  OUTPUT_VARIABLE output
  ERROR_VARIABLE output)

# Not FATAL_ERROR alone: it would wrap the lines.
function(complain text)
  message(NOTICE "${text}")
  message(FATAL_ERROR "${CASE}")
endfunction()

cmake_path(GET CASE STEM name)
if(name MATCHES "^control")
  if(NOT status EQUAL 0)
    complain("the control does not compile, so no refusal means anything:\n${output}")
  endif()
  return()
endif()

file(STRINGS ${CASE} expectation REGEX "^// expect: ")
string(REGEX REPLACE "^// expect: +" "" sentence "${expectation}")
if(sentence STREQUAL "")
  complain("the case names no sentence: add a line '// expect: <what the compiler must say>'")
endif()
if(status EQUAL 0)
  complain("it compiles, but should be refused with: ${sentence}")
endif()
string(FIND "${output}" "${sentence}" found)
if(found EQUAL -1)
  complain("refused in other words than: ${sentence}\n${output}")
endif()
