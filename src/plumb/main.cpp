// plumb: tells whether a theorem about training deep linear networks hangs true.
#include "command_line.hpp"

int main(int argc, char** argv) {
  return plumb::command_line(argc, argv);
}
