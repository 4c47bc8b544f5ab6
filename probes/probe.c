// The program that runs in the guest: it makes the calls whose registers are measured, and attaches what tracefs cannot.
// Static and without a library. What it was handed is read by the debugger, not by this program.
//
//   probe calls COUNT SEED            random calls of read, write, open, and their kin
//   probe perf ID COUNT SEED          the same with perf's event ID open
//   probe multi FUNCTION entry|return COUNT SEED    the same under a BPF program, attached by kprobe.multi
//   probe bpf ID COUNT SEED           the same under a BPF program on the perf event ID
//   probe fentry FUNCTION COUNT SEED  random mappings of files under a BPF program that is entered by BPF's trampoline
//   probe fexit FUNCTION COUNT SEED   the same, entered when the function returns
//   probe user COUNT                  the places for user probes
//   probe syscall COUNT               a system call
//   probe ptrace COUNT                the same in a child that is stopped at each system call
//   probe regset COUNT                the same, and the child's registers are asked for as a debugger does
//   probe signal COUNT                an instruction that no CPU carries out, whose signal is caught
//   probe interrupt TYPE EVENT COUNT  a jump to itself, with a counter that interrupts it
//   probe counted TYPE EVENT COUNT SEED    random calls with such a counter
//   probe symbols NAME…               the lines of /proc/kallsyms with these functions, whatever the compiler appended
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

static void random_mappings(u64 count) {
  enum { FILES = 6, UNIT = 65536 };
  long files[FILES];
  for (int i = 0; i < FILES; i++) files[i] = sys(NR_openat, -100, (long)"/dev/zero", 2, 0, 0);
  begin();
  while (count--) {
    if (any(2)) use_stack();
    long length = (1 + any(64)) * UNIT;
    long at = MAP(0x10000000 + (long)any(4096) * UNIT, length, any(8), 2 | any(4) << 11, files[any(FILES)], (long)any(256) * UNIT);
    sys(NR_munmap, at, length, 0, 0, 0);
  }
  end();
}

// perf_event_open() and bpf(), their structs word by word: no header of the kernel is needed.
static long open_counter(u32 type, u64 event, u64 period) {
  struct { u32 type, size; u64 config, period, sample; u64 others[12]; } attributes = { type, 128, event, period, 1, { 0 } };
  return sys(NR_perf, (long)&attributes, 0, -1, -1, 0);
}
static long open_perf(u64 event) { return open_counter(2, event, 1); }

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

// Where a BPF program is attached: the types of program and of place, and the number of the function's type in BTF.
typedef struct { u32 program, place, function; } target;

// A program that asks for the stack behind its registers, and keeps the answer. It asks for the function's address,
// too: BPF's trampoline puts that before the arguments if a program wants it.
static long load_program(long stacks, long answers, target on) {
  instruction its[] = {
    { 0xbf, REGISTERS(6, 1), 0, 0 },                                        // r6 = context
    { 0x85, 0, 0, 173 },                                                    // bpf_get_func_ip()
    { 0xbf, REGISTERS(1, 6), 0, 0 },                                        // r1 = context
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
  set(0, on.program), set(4, sizeof its / sizeof *its), set_address(8, its), set_address(16, "GPL");
  set(24, 1), set(28, sizeof log), set_address(32, log), set(68, on.place), set(108, on.function);
  return bpf(5);
}
static int attach_program(long *answers, target on) {
  long stacks = make_map(7, 8 * 32, 64);
  *answers = make_map(2, 8, 1);
  long program = load_program(stacks, *answers, on);
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
  int program = attach_program(&answers, (target){ 2, 42, 0 });               // BPF_TRACE_KPROBE_MULTI
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
  int program = attach_program(&answers, (target){ 2, 0, 0 });
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

// The number of a function's type in the kernel's own description of its types.
static u8 types[24 << 20];
static u32 type_of(const char *function) {
  static const u8 each[32] = { [4] = 12, [5] = 12, [6] = 8, [13] = 8, [15] = 12, [19] = 12 };
  static const u8 once[32] = { [1] = 4, [3] = 12, [14] = 4, [17] = 4 };
  long file = sys(NR_openat, -100, (long)"/sys/kernel/btf/vmlinux", 0, 0, 0), size = 0, n;
  if (file < 0) return print("this kernel does not describe its types\n"), 0;
  while ((n = sys(NR_read, file, (long)types + size, sizeof types - size, 0, 0)) > 0) size += n;
  struct { u16 magic; u8 version, flags; u32 header, types, types_size, names, names_size; } *head = (void *)types;
  const u8 *at = types + head->header + head->types, *last = at + head->types_size;
  const char *names = (const char *)types + head->header + head->names;
  for (u32 id = 1; at < last; id++) {
    struct { u32 name, information, size; } *it = (void *)at;
    u32 kind = it->information >> 24 & 31;
    if (kind == 12 && equal(names + it->name, function)) return id;
    at += sizeof *it + once[kind] + each[kind] * (it->information & 0xffff);
  }
  return print("the kernel's types have no such function\n"), 0;
}
static int trampoline(u32 place, char **words) {
  long answers;
  u32 function = type_of(words[0]);
  int program = function ? attach_program(&answers, (target){ 26, place, function }) : -1;
  if (program < 0) return 1;
  memset(attributes, 0, sizeof attributes);
  set(8, program);
  long link = bpf(17);
  if (link < 0) return print_number("BPF trampoline refused: -", -link, "\n"), 1;
  seed = number(words[2]);
  random_mappings(number(words[1]));
  return 0;
}

// Places for user probes. The debugger puts a value into every register at them: all are lost afterwards.
extern const char user_target[], user_wide[], user_function[], user_return[], user_syscall[], user_begin[], user_end[], user_returned[],
  user_syscalled[], user_spin[], user_spun[], user_trap[], user_caught[];
asm(".text\n.globl user_function, user_return\n.type user_function, %function\nuser_function: nop\nuser_return: " RETURN "\n nop\n");
// What a debugger is given of a child's registers.
extern void user_taken(const void *registers) FIRST_IN_REGISTER;
asm(".globl user_taken\n.type user_taken, %function\nuser_taken: " RETURN "\n");
__attribute__((noinline)) static void user_places(void) {
  asm volatile(KEEP ".globl user_target\nuser_target: nop\n nop\n" BACK : : : ALL);
  asm volatile(KEEP ".globl user_wide\nuser_wide: " WIDE_NOP "\n nop\n" BACK : : : ALL);
  asm volatile(KEEP CALL_FUNCTION(user_function) "\n.globl user_returned\nuser_returned: nop\n" BACK : : : ALL);
}
__attribute__((noinline)) static void user_call(void) {
  asm volatile(KEEP ".globl user_syscall\nuser_syscall: " SYSCALL "\n.globl user_syscalled\nuser_syscalled: nop\n" BACK : : : ALL);
}
// The debugger lets it go on once an interrupt has come.
__attribute__((noinline)) static void user_spinning(void) {
  asm volatile(KEEP ".globl user_spin\nuser_spin: " SPIN "\n.globl user_spun\nuser_spun: nop\n nop\n" BACK : : : ALL);
}
// The instruction behind is the signal's handler: the debugger gives it the stack pointer of before, and it goes on.
__attribute__((noinline)) static void user_trapping(void) {
  asm volatile(KEEP ".globl user_trap\nuser_trap: " TRAP "\n.globl user_caught\nuser_caught: nop\n" BACK : : : ALL);
}

// With another stack pointer each time.
__attribute__((noinline)) static void deeper(u32 depth, void (*then)(void)) {
  volatile char room[24];
  room[0] = 0;
  if (depth) deeper(depth - 1, then);
  else then();
  room[1] = room[0];
}

static void repeat(u64 count, void (*then)(void)) {
  begin();
  while (count--) deeper(any(60), then);
  end();
}
static void catch_signals(void) {
  enum { SIGINFO = 4, NODEFER = 0x40000000, SIGILL = 4, SIGTRAP = 5 };
  // The last two words: on arches without the third word of these, the set of signals begins there.
  struct { const void *handler; long flags; const void *back; long none[4]; } action = { user_caught, SIGINFO | NODEFER, 0, { 0 } };
#if defined(__x86_64__)
  action.flags |= 0x04000000, action.back = user_caught;                    // x86-64 takes none without a way back
#endif
  sys(NR_sigaction, SIGILL, (long)&action, 0, 8, 0);
  sys(NR_sigaction, SIGTRAP, (long)&action, 0, 8, 0);
}
static int signalled(u64 count) {
  catch_signals();
  repeat(count, user_trapping);
  return 0;
}
static void take_registers(long child) {
  struct { void *at; long size; } to = { buffer, sizeof buffer };
  if (sys(NR_ptrace, 0x4204, child, 1, (long)&to, 0) == 0) user_taken(buffer);  // PTRACE_GETREGSET, NT_PRSTATUS
}
static int traced(u64 count, void (*look)(long child)) {
  long child = FORK();
  if (child == 0) {
    sys(NR_ptrace, 0, 0, 0, 0, 0);                                          // PTRACE_TRACEME
    sys(NR_kill, sys(NR_getpid, 0, 0, 0, 0, 0), 19, 0, 0, 0);
    repeat(count, user_call);
    sys(NR_exit, 0, 0, 0, 0, 0);
  }
  for (int status = 0x7f; sys(NR_wait4, child, (long)&status, 0x40000000, 0, 0) == child && (status & 0x7f) == 0x7f;) {
    if (look) look(child);
    sys(NR_ptrace, 24, child, 0, 0, 0);                                     // PTRACE_SYSCALL
  }
  return child < 0;
}
// Nanoseconds, or cycles: on a busy machine the handling of one interrupt takes some milliseconds.
enum { PERIOD = 20000000 };
static int is_counted(char **words) {
  long event = open_counter(number(words[0]), number(words[1]), PERIOD);
  if (event < 0) print_number("counter refused: -", -event, "\n");
  return event >= 0;
}
static int interrupted(char **words) {
  if (!is_counted(words)) return 1;
  repeat(number(words[2]), user_spinning);
  return 0;
}
static int counted(char **words) {
  if (!is_counted(words)) return 1;
  seed = number(words[3]);
  random_calls(number(words[2]));
  return 0;
}

// Whether a line's name, up to the end or the compiler's suffix, is one of the words.
static int is_named(const char *name, char **words, long count) {
  for (long i = 0; i < count; i++) {
    const char *a = name, *b = words[i];
    while (*b && *a == *b) a++, b++;
    if (!*b && (*a == '.' || *a == '\n' || *a == '\t')) return 1;
  }
  return 0;
}
static void print_symbols(char **words, long count) {
  static char text[65536];
  long file = sys(NR_openat, -100, (long)"/proc/kallsyms", 0, 0, 0), held = 0, n;
  while ((n = sys(NR_read, file, (long)text + held, sizeof text - held, 0, 0)) > 0) {
    char *line = text, *end = text + held + n;
    for (char *at = text, *name = text; at < end; at++) {
      if (*at == ' ') name = at + 1;
      if (*at != '\n') continue;
      if (is_named(name, words, count)) sys(NR_write, 1, (long)line, at + 1 - line, 0, 0);
      line = at + 1;
    }
    held = end - line;
    memcpy(text, line, held);
  }
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
  if (equal(words[0], "fentry")) failed = trampoline(24, words + 1);
  if (equal(words[0], "fexit")) failed = trampoline(25, words + 1);
  if (equal(words[0], "user")) repeat(number(words[1]), user_places);
  if (equal(words[0], "syscall")) repeat(number(words[1]), user_call);
  if (equal(words[0], "ptrace")) failed = traced(number(words[1]), 0);
  if (equal(words[0], "regset")) failed = traced(number(words[1]), take_registers);
  if (equal(words[0], "signal")) failed = signalled(number(words[1]));
  if (equal(words[0], "interrupt")) failed = interrupted(words + 1);
  if (equal(words[0], "counted")) failed = counted(words + 1);
  if (equal(words[0], "symbols")) print_symbols(words + 1, stack[0] - 2);
  if (equal(words[0], "where")) {
    place("user_target", user_target), place("user_wide", user_wide), place("user_function", user_function);
    place("user_return", user_return), place("user_syscall", user_syscall);
    place("user_begin", user_begin), place("user_end", user_end);
    place("user_returned", user_returned), place("user_syscalled", user_syscalled);
    place("user_spin", user_spin), place("user_spun", user_spun);
    place("user_trap", user_trap), place("user_caught", user_caught), place("user_taken", (const char *)user_taken);
  }
  sys(NR_exit, failed, 0, 0, 0, 0);
}
