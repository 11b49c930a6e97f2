#include "signals.hpp"

#include <unistd.h>

#include <csignal>

#include "options.hpp"

namespace plumb {
namespace {

plumbline::StopFlag& flag() {
  static plumbline::StopFlag stop;
  return stop;
}

/// Only what is safe in a signal handler: a lock-free flag and _exit.
void on_signal(int) {
  if (flag().raised()) _exit(kStopped);
  flag().raise();
}

}  // namespace

const plumbline::StopFlag& stop_on_signals() {
  plumbline::StopFlag& stop = flag();  // made here, before a signal can need it
  struct sigaction action {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1, SIGUSR2}) sigaction(signal, &action, nullptr);
  return stop;
}

}  // namespace plumb
