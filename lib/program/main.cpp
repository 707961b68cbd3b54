// The program's main, for every executable that links basin::main.
#include "program/program.hpp"

int main(int argc, char** argv) {
  return basin::program::run(argc, argv);
}
