# find_package(Plumbline CONFIG): gives the target plumbline::plumbline.
include("${CMAKE_CURRENT_LIST_DIR}/PlumblineDependencies.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/PlumblineExports.cmake")
