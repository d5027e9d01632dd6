# Run by the build: makes OUT of PROGRAM, laid out by BOLT as a run with ARGUMENTS shows. What is made on the way is in SCRATCH.
cmake_minimum_required(VERSION 3.25)

file(MAKE_DIRECTORY ${SCRATCH})
set(profile ${SCRATCH}/profile)
set(watched ${SCRATCH}/watched)
file(REMOVE ${profile})

function(run)
  execute_process(COMMAND ${ARGV} OUTPUT_FILE ${SCRATCH}/log ERROR_FILE ${SCRATCH}/log RESULT_VARIABLE status)
  if(NOT status EQUAL 0)
    file(READ ${SCRATCH}/log log)
    message(NOTICE "${log}")
    message(FATAL_ERROR "${ARGV0} ended with status ${status}")
  endif()
endfunction()

separate_arguments(arguments UNIX_COMMAND "${ARGUMENTS}")
run(${BOLT} ${PROGRAM} -instrument -instrumentation-file=${profile} -o ${watched})
run(${watched} ${arguments})
run(${BOLT} ${PROGRAM} -data ${profile} -o ${OUT}.new -reorder-blocks=ext-tsp -reorder-functions=hfsort+ -split-functions
  -split-all-cold -split-eh -icf=1)
file(RENAME ${OUT}.new ${OUT})
file(REMOVE_RECURSE ${SCRATCH})
