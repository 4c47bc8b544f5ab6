// The program that runs in the guest: it makes the calls whose registers are measured, and attaches what tracefs cannot.
// Static and without a library. What it was handed is read by the debugger, not by this program.
//
//   probe calls COUNT SEED            random calls of read, write, open, and their kin
//   probe perf ID COUNT SEED          the same with perf's event ID open
//   probe multi FUNCTION entry|return COUNT SEED    the same under a BPF program, attached by kprobe.multi
//   probe bpf ID COUNT SEED           the same under a BPF program on the perf event ID
//   probe user COUNT                  the places for user probes and the system call
//   probe where                       the addresses of those places, and their offsets in the file
#include "machine.h"

asm(".text\n.globl _start\n_start:\n" START);

static long sys(long n, long a, long b, long c, long d, long e) { return CALL(n, a, b, c, d, e, 0); }

void *memset(void *to, int value, unsigned long n) {
  u8 *p = to;
  while (n--) *p++ = value;
  asm volatile("" : : "r"(to) : "memory");
  return to;
}
void *memcpy(void *to, const void *from, unsigned long n) {
  u8 *p = to;
  const u8 *q = from;
  while (n--) *p++ = *q++;
  return to;
}

static void print(const char *text) {
  long n = 0;
  while (text[n]) n++;
  sys(NR_write, 1, (long)text, n, 0, 0);
}
static void print_number(const char *before, u64 value, const char *after) {
  char text[20];
  int n = sizeof text - 1;
  text[n] = 0;
  do text[--n] = "0123456789abcdef"[value & 15]; while (value >>= 4);
  print(before);
  print(text + n);
  print(after);
}
static u64 number(const char *text) {
  u64 n = 0;
  while (*text >= '0' && *text <= '9') n = n * 10 + *text++ - '0';
  return n;
}
static int equal(const char *a, const char *b) {
  while (*a && *a == *b) a++, b++;
  return *a == *b;
}

// Random calls: other functions, other callers, other arguments, and a stack that something else has used.
static u64 seed;
static u32 any(u32 below) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  seed ^= seed << 17;
  return (u32)(seed >> 24) % below;
}
static u8 buffer[8192];
struct poll { int fd; short events, happened; };

static void use_stack(void) {
  struct poll its[64];
  long none[2] = { 0, 0 };
  for (int i = 0; i < 64; i++) its[i] = (struct poll){ -1 - (int)any(1 << 30), (short)any(65536), 0 };
  sys(NR_ppoll, (long)its, 1 + any(63), (long)none, 0, 0);
}
// The debugger measures between these two alone: the shell makes the same calls.
__attribute__((noinline)) static void begin(void) { asm volatile(".globl user_begin\nuser_begin: nop" : : : "memory"); }
__attribute__((noinline)) static void end(void) { asm volatile(".globl user_end\nuser_end: nop" : : : "memory"); }

static void random_calls(u64 count) {
  long zero = sys(NR_openat, -100, (long)"/dev/zero", 0, 0, 0), null = sys(NR_openat, -100, (long)"/dev/null", 1, 0, 0);
  begin();
  while (count--) {
    if (any(2)) use_stack();
    long to = (long)buffer + any(4096), n = 1 + any(2048);
    switch (any(6)) {
    case 0: sys(NR_read, zero, to, n, 0, 0); break;
    case 1: sys(NR_pread, zero, to, n, 0, 0); break;
    case 2: sys(NR_write, null, to, n, 0, 0); break;
    case 3: sys(NR_pwrite, null, to, n, 0, 0); break;
    case 4: sys(NR_close, sys(NR_openat, -100, (long)(any(2) ? "/dev/zero" : "/proc/version"), any(2) << 19, 0, 0), 0, 0, 0, 0); break;
    case 5: sys(NR_kill, sys(NR_getpid, 0, 0, 0, 0, 0), 17, 0, 0, 0); break;
    }
  }
  end();
}

// perf_event_open() and bpf(), their structs word by word: no header of the kernel is needed.
static long open_perf(u64 event) {
  struct { u32 type, size; u64 config, period, sample; u64 others[12]; } attributes = { 2, 128, event, 1, 1, { 0 } };
  return sys(NR_perf, (long)&attributes, 0, -1, -1, 0);
}

typedef struct { u8 code; u8 registers; short offset; int value; } instruction;
static u64 attributes[24];
static long bpf(int command) { return sys(NR_bpf, command, (long)attributes, sizeof attributes, 0, 0); }
static void set(int byte, u32 value) { *(u32 *)((u8 *)attributes + byte) = value; }
static void set_address(int byte, const void *at) { *(u64 *)((u8 *)attributes + byte) = (unsigned long)at; }

static long make_map(u32 type, u32 value_size, u32 entries) {
  memset(attributes, 0, sizeof attributes);
  set(0, type), set(4, 4), set(8, value_size), set(12, entries);
  return bpf(0);
}
static char log[16384];

#ifdef __BYTE_ORDER__
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define REGISTERS(to, from) ((to) << 4 | (from))
#else
#define REGISTERS(to, from) ((from) << 4 | (to))
#endif
#endif

// A program that asks for the stack behind its registers, and keeps the answer: r1 is its context throughout.
static long load_program(long stacks, long answers, u32 attach_type) {
  instruction its[] = {
    { 0xbf, REGISTERS(6, 1), 0, 0 },                                        // r6 = context
    { 0x18, REGISTERS(2, 1), 0, (int)stacks }, { 0 },                       // r2 = stacks
    { 0xb7, REGISTERS(3, 0), 0, 0x200 },                                    // r3 = BPF_F_FAST_STACK_CMP
    { 0x85, 0, 0, 27 },                                                     // bpf_get_stackid()
    { 0xbf, REGISTERS(7, 0), 0, 0 },
    { 0x62, REGISTERS(10, 0), -4, 0 },
    { 0x18, REGISTERS(1, 1), 0, (int)answers }, { 0 },
    { 0xbf, REGISTERS(2, 10), 0, 0 }, { 0x07, REGISTERS(2, 0), 0, -4 },
    { 0x85, 0, 0, 1 },                                                      // bpf_map_lookup_elem()
    { 0x15, REGISTERS(0, 0), 1, 0 },
    { 0x7b, REGISTERS(0, 7), 0, 0 },
    { 0xb7, REGISTERS(0, 0), 0, 0 }, { 0x95, 0, 0, 0 },
  };
  memset(attributes, 0, sizeof attributes);
  set(0, 2), set(4, sizeof its / sizeof *its), set_address(8, its), set_address(16, "GPL");
  set(24, 1), set(28, sizeof log), set_address(32, log), set(68, attach_type);
  return bpf(5);
}
static int attach_program(long *answers, u32 attach_type) {
  long stacks = make_map(7, 8 * 32, 64);
  *answers = make_map(2, 8, 1);
  long program = load_program(stacks, *answers, attach_type);
  if (program < 0) print_number("bpf program refused: -", -program, "\n"), print(log);
  return program;
}
static void print_answer(long answers) {
  u32 key = 0;
  long long answer = 0;
  memset(attributes, 0, sizeof attributes);
  set(0, answers), set_address(8, &key), set_address(16, &answer);
  bpf(1);
  print(answer < 0 ? "bpf_get_stackid -" : "bpf_get_stackid ");
  print_number("", answer < 0 ? -answer : answer, "\n");
}
static int multi(char **words) {
  long answers;
  int program = attach_program(&answers, 42);                               // BPF_TRACE_KPROBE_MULTI
  if (program < 0) return 1;
  u64 symbol = (unsigned long)words[0];
  memset(attributes, 0, sizeof attributes);
  set(0, program), set(8, 42), set(16, equal(words[1], "return")), set(20, 1), set_address(24, &symbol);
  long link = bpf(28);
  if (link < 0) return print_number("kprobe.multi refused: -", -link, "\n"), 1;
  seed = number(words[3]);
  random_calls(number(words[2]));
  print_answer(answers);
  return 0;
}
static int on_perf_event(char **words) {
  long answers;
  int program = attach_program(&answers, 0);
  long event = open_perf(number(words[0]));
  if (program < 0 || event < 0) return print_number("perf event refused: -", -event, "\n"), 1;
  enum { NR_ioctl =
#if defined(__x86_64__)
    16
#elif defined(GENERIC_NUMBERS)
    29
#else
    54
#endif
  };
#if defined(__powerpc64__)
  enum { SET_BPF = 0x80042408u, ENABLE = 0x20002400 };
#else
  enum { SET_BPF = 0x40042408, ENABLE = 0x2400 };
#endif
  if (sys(NR_ioctl, event, SET_BPF, program, 0, 0) < 0) return print("no program on this event\n"), 1;
  sys(NR_ioctl, event, ENABLE, 0, 0, 0);
  seed = number(words[2]);
  random_calls(number(words[1]));
  print_answer(answers);
  return 0;
}

// Places for user probes. The debugger puts a value into every register at them: all are lost afterwards.
extern const char user_target[], user_wide[], user_function[], user_return[], user_syscall[], user_begin[], user_end[], user_returned[], user_syscalled[];
asm(".text\n.globl user_function, user_return\n.type user_function, %function\nuser_function: nop\nuser_return: " RETURN "\n nop\n");
__attribute__((noinline)) static void user_places(void) {
  asm volatile(".globl user_target\nuser_target: nop\n nop\n" : : : ALL);
  asm volatile(".globl user_wide\nuser_wide: " WIDE_NOP "\n nop\n" : : : ALL);
  asm volatile(CALL_FUNCTION(user_function) "\n.globl user_returned\nuser_returned: nop" : : : ALL);
}
__attribute__((noinline)) static void user_call(void) {
  asm volatile(".globl user_syscall\nuser_syscall: " SYSCALL "\n.globl user_syscalled\nuser_syscalled: nop\n" : : : ALL);
}

// With another stack pointer each time.
__attribute__((noinline)) static void deeper(u32 depth, void (*then)(void)) {
  volatile char room[24];
  room[0] = 0;
  if (depth) deeper(depth - 1, then);
  else then();
  room[1] = room[0];
}

extern const u8 __ehdr_start[];
static void place(const char *name, const char *at) {
#if __SIZEOF_POINTER__ == 8
  struct { u32 type, flags; u64 offset, address, physical, size; u64 memory, align; } *it = (void *)(__ehdr_start + *(u64 *)(__ehdr_start + 32));
  u16 count = *(u16 *)(__ehdr_start + 56);
#else
  struct { u32 type, offset, address, physical, size, memory, flags, align; } *it = (void *)(__ehdr_start + *(u32 *)(__ehdr_start + 28));
  u16 count = *(u16 *)(__ehdr_start + 44);
#endif
  unsigned long address = (unsigned long)at;
  for (; count--; it++)
    if (it->type == 1 && address >= it->address && address < it->address + it->size) {
      print(name);
      print_number(" ", address, "");
      print_number(" ", address - it->address + it->offset, "\n");
    }
}

__attribute__((used)) void probe_main(long *stack) {
  char **words = (char **)(stack + 2);
  int failed = 0;
  seed = 12345;
  if (stack[0] < 2) sys(NR_exit, 2, 0, 0, 0, 0);
  if (equal(words[0], "calls")) seed = number(words[2]), random_calls(number(words[1]));
  if (equal(words[0], "perf")) {
    long event = open_perf(number(words[1]));
    if (event < 0) print_number("perf event refused: -", -event, "\n"), failed = 1;
    else seed = number(words[3]), random_calls(number(words[2]));
  }
  if (equal(words[0], "multi")) failed = multi(words + 1);
  if (equal(words[0], "bpf")) failed = on_perf_event(words + 1);
  if (equal(words[0], "user")) {
    begin();
    for (u64 n = number(words[1]); n--;) deeper(any(60), user_places);
    end();
  }
  if (equal(words[0], "syscall")) {
    begin();
    for (u64 n = number(words[1]); n--;) deeper(any(60), user_call);
    end();
  }
  if (equal(words[0], "where")) {
    place("user_target", user_target), place("user_wide", user_wide), place("user_function", user_function);
    place("user_return", user_return), place("user_syscall", user_syscall);
    place("user_begin", user_begin), place("user_end", user_end);
    place("user_returned", user_returned), place("user_syscalled", user_syscalled);
  }
  sys(NR_exit, failed, 0, 0, 0, 0);
}
