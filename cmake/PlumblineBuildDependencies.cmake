# What only building takes: headers that no header of the library shows. Reasons: docs/dependencies.md.
find_package(CLI11 REQUIRED)
find_path(Random123_INCLUDE_DIR NAMES Random123/philox.h REQUIRED)
find_path(Mustache_INCLUDE_DIR NAMES kainjow/mustache.hpp mustache.hpp PATH_SUFFIXES kainjow REQUIRED)
