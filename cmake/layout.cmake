# conclave_lay_out(<program> <out> <arguments>): bin/<program>-laid-out, the same program with the parts of its code that run often
# close together (LLVM BOLT; Panchenko et al., CGO 2019), as seen in a run with those arguments. Where there is no BOLT, or a
# build is not optimised, there is none; `out` is set to the program that is there.
find_program(CONCLAVE_BOLT llvm-bolt PATHS /usr/lib/llvm-16/bin)
mark_as_advanced(CONCLAVE_BOLT)

function(conclave_lay_out program out arguments)
  set(${out} ${program} PARENT_SCOPE)
  if(NOT CONCLAVE_BOLT OR NOT CMAKE_BUILD_TYPE STREQUAL Release OR CONCLAVE_SANITIZE)
    return()
  endif()
  set(laid_out ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${program}-laid-out)
  target_link_options(${program} PRIVATE -Wl,--emit-relocs)
  add_custom_command(OUTPUT ${laid_out}
    COMMAND ${CMAKE_COMMAND} -DBOLT=${CONCLAVE_BOLT} -DPROGRAM=$<TARGET_FILE:${program}> -DOUT=${laid_out}
      "-DARGUMENTS=${arguments}" -DSCRATCH=${PROJECT_BINARY_DIR}/layout -P ${PROJECT_SOURCE_DIR}/cmake/run_layout.cmake
    DEPENDS ${program} ${PROJECT_SOURCE_DIR}/cmake/run_layout.cmake
    COMMENT "Laying out the code of ${program}" VERBATIM)
  add_custom_target(${program}-laid-out ALL DEPENDS ${laid_out})
  set(${out} ${laid_out} PARENT_SCOPE)
endfunction()
