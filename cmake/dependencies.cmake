# Every external library, found here and nowhere else. Their Debian packages: scripts/packages.txt.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED CONFIG)
find_package(nlohmann_json 3.11 REQUIRED CONFIG)
find_package(CLI11 2.1 REQUIRED CONFIG)
find_package(spdlog 1.10 REQUIRED CONFIG)
find_package(GTest 1.12 REQUIRED CONFIG)
find_package(benchmark 1.7 REQUIRED CONFIG)
