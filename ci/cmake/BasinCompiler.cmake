# basin_compiler(TARGET): the warnings, processor and sanitizer flags every target of ours is built with.
function(basin_compiler target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  # GCC 12 sees uninitialised registers inside its own AVX-512 intrinsics (GCC bug 105593) and overlaps inside its own
  # std::string (bug 105651).
  target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized -Wno-uninitialized -Wno-restrict)
  if(BASIN_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(BASIN_NATIVE)
    target_compile_options(${target} PRIVATE -march=native)
  endif()
  if(BASIN_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=address,undefined)
  endif()
endfunction()
