// What differs from arch to arch: how a program starts, how it calls the kernel, the numbers of the calls, and which
// registers the two places for user probes may be given by the debugger.
#pragma once

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#if defined(__x86_64__)
enum { NR_read = 0, NR_write = 1, NR_close = 3, NR_pread = 17, NR_pwrite = 18, NR_getpid = 39, NR_exit = 60,
       NR_kill = 62, NR_getppid = 110, NR_openat = 257, NR_ppoll = 271, NR_perf = 298, NR_bpf = 321, NR_mmap = 9,
       NR_munmap = 11, NR_fork = 57, NR_wait4 = 61, NR_ptrace = 101, NR_sigaction = 13 };
#define START "xor %ebp, %ebp\n mov %rsp, %rdi\n and $-16, %rsp\n call probe_main\n"
#define CALL(n, a, b, c, d, e, f) ({ register long r10 asm("r10") = d; register long r8 asm("r8") = e; \
  register long r9 asm("r9") = f; long r; \
  asm volatile("syscall" : "=a"(r) : "0"((long)n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) \
               : "rcx", "r11", "memory"); r; })
#define ALL "rax", "rbx", "rcx", "rdx", "rsi", "rdi", "rbp", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", \
  "cc", "memory"
#define RETURN "ret"
#define CALL_FUNCTION(f) "call " #f
#define SYSCALL "syscall"
#define SPIN "jmp ."
#define TRAP "ud2"
#define WIDE_NOP ".byte 0x0f, 0x1f, 0x44, 0x00, 0x00"

#elif defined(__i386__)
enum { NR_exit = 1, NR_read = 3, NR_write = 4, NR_close = 6, NR_getpid = 20, NR_kill = 37, NR_getppid = 64,
       NR_pread = 180, NR_pwrite = 181, NR_openat = 295, NR_ppoll = 309, NR_perf = 336, NR_bpf = 357, NR_mmap = 192,
       NR_munmap = 91, NR_fork = 2, NR_wait4 = 114, NR_ptrace = 26, NR_sigaction = 174 };
#define START "xor %ebp, %ebp\n mov %esp, %eax\n and $-16, %esp\n sub $12, %esp\n push %eax\n call probe_main\n"
static long call_kernel(const long *it) {
  long r;
  asm volatile("push %%ebp\n push %%ebx\n mov 24(%1), %%ebp\n mov 4(%1), %%ebx\n mov 8(%1), %%ecx\n"
               "mov 12(%1), %%edx\n mov 16(%1), %%esi\n mov 20(%1), %%edi\n mov 0(%1), %%eax\n int $0x80\n"
               "pop %%ebx\n pop %%ebp"
               : "=a"(r) : "0"(it) : "ecx", "edx", "esi", "edi", "memory");
  return r;
}
#define CALL(n, a, b, c, d, e, f) ({ const long its[] = { n, a, b, c, d, e, f }; call_kernel(its); })
#define ALL "eax", "ebx", "ecx", "edx", "esi", "edi", "ebp", "cc", "memory"
#define RETURN "ret"
#define CALL_FUNCTION(f) "call " #f
#define SYSCALL "int $0x80"
#define BACK "mov %%ss, %%eax\n mov %%eax, %%ds\n mov %%eax, %%es\n"
#define SPIN "jmp ."
#define TRAP "ud2"

#elif defined(__aarch64__)
#define GENERIC_NUMBERS
#define START "mov x29, #0\n mov x0, sp\n bl probe_main\n"
#define CALL(...) CALL_IN("svc #0", "x8", "x0", "x1", "x2", "x3", "x4", "x5", __VA_ARGS__)
#define ALL "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15", \
  "x16", "x17", "x18", "x19", "x20", "x21", "x22", "x23", "x24", "x25", "x26", "x27", "x28", "x29", "x30", "cc", \
  "memory"
#define RETURN "ret"
#define CALL_FUNCTION(f) "bl " #f
#define SYSCALL "svc #0"
#define SPIN "b ."
#define TRAP ".inst 0"

#elif defined(__arm__)
enum { NR_exit = 1, NR_read = 3, NR_write = 4, NR_close = 6, NR_getpid = 20, NR_kill = 37, NR_getppid = 64,
       NR_pread = 180, NR_pwrite = 181, NR_openat = 322, NR_ppoll = 336, NR_perf = 364, NR_bpf = 386, NR_mmap = 192,
       NR_munmap = 91, NR_fork = 2, NR_wait4 = 114, NR_ptrace = 26, NR_sigaction = 174 };
#define START "mov fp, #0\n mov r0, sp\n bic sp, sp, #7\n bl probe_main\n"
#define CALL(...) CALL_IN("svc #0", "r7", "r0", "r1", "r2", "r3", "r4", "r5", __VA_ARGS__)
#define ALL "r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "fp", "ip", "lr", "cc", "memory"
#define RETURN "bx lr"
#define CALL_FUNCTION(f) "bl " #f
#define SYSCALL "svc #0"
#define SPIN "b ."
#define TRAP ".inst 0xe7f000f0"

#elif defined(__riscv)
#define GENERIC_NUMBERS
#define START ".option push\n .option norelax\n la gp, __global_pointer$\n .option pop\n mv a0, sp\n andi sp, sp, -16\n call probe_main\n"
#define CALL(...) CALL_IN("ecall", "a7", "a0", "a1", "a2", "a3", "a4", "a5", __VA_ARGS__)
#define ALL "ra", "t0", "t1", "t2", "s0", "s1", "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", \
  "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5", "t6", "memory"
#define RETURN "ret"
#define CALL_FUNCTION(f) "call " #f
#define SYSCALL "ecall"
#define KEEP "addi sp, sp, -16\n sd gp, 0(sp)\n sd tp, 8(sp)\n"
#define BACK "ld gp, 0(sp)\n ld tp, 8(sp)\n addi sp, sp, 16\n"
#define SPIN "j ."
#define TRAP "unimp"

#elif defined(__s390x__)
enum { NR_exit = 1, NR_read = 3, NR_write = 4, NR_close = 6, NR_getpid = 20, NR_kill = 37, NR_getppid = 64,
       NR_pread = 180, NR_pwrite = 181, NR_openat = 288, NR_ppoll = 302, NR_perf = 331, NR_bpf = 351, NR_mmap = 90,
       NR_munmap = 91, NR_fork = 2, NR_wait4 = 114, NR_ptrace = 26, NR_sigaction = 174 };
#define START "lgr %r2, %r15\n aghi %r15, -160\n xc 0(8, %r15), 0(%r15)\n brasl %r14, probe_main\n"
#define CALL(...) CALL_IN("svc 0", "1", "2", "3", "4", "5", "6", "7", __VA_ARGS__)
#define ALL "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "cc", "memory"
#define RETURN "br %r14"
#define CALL_FUNCTION(f) "brasl %%r14, " #f
#define SYSCALL "svc 0"
#define SPIN "j ."
#define TRAP ".short 0"

#elif defined(__powerpc64__)
enum { NR_exit = 1, NR_read = 3, NR_write = 4, NR_close = 6, NR_getpid = 20, NR_kill = 37, NR_getppid = 64,
       NR_pread = 179, NR_pwrite = 180, NR_openat = 286, NR_ppoll = 281, NR_perf = 319, NR_bpf = 361, NR_mmap = 90,
       NR_munmap = 91, NR_fork = 2, NR_wait4 = 114, NR_ptrace = 26, NR_sigaction = 173 };
#define START "bcl 20, 31, 1f\n1: mflr 2\n addis 2, 2, .TOC.-1b@ha\n addi 2, 2, .TOC.-1b@l\n mr 3, 1\n li 0, 0\n" \
  " stdu 0, -64(1)\n bl probe_main\n nop\n"
#define CALL(n, a, b, c, d, e, f) ({ register long r0 asm("r0") = n; register long r3 asm("r3") = a; \
  register long r4 asm("r4") = b; register long r5 asm("r5") = c; register long r6 asm("r6") = d; \
  register long r7 asm("r7") = e; register long r8 asm("r8") = f; \
  asm volatile("sc\n bns+ 1f\n neg 3, 3\n1:" : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7), \
               "+r"(r8) : : "r9", "r10", "r11", "r12", "ctr", "xer", "cr0", "memory"); r3; })
#define ALL "r0", "r3", "r4", "r5", "r6", "r7", "r8", "r9", "r10", "r11", "r12", "r14", "r15", "r16", "r17", "r18", \
  "r19", "r20", "r21", "r22", "r23", "r24", "r25", "r26", "r27", "r28", "r29", "r30", "r31", "lr", "ctr", "xer", \
  "cr0", "cr1", "cr2", "cr3", "cr4", "cr5", "cr6", "cr7", "memory"
#define RETURN "blr"
#define CALL_FUNCTION(f) "bl " #f
#define SYSCALL "sc"
// Below what a function may use of the stack without moving its pointer.
#define KEEP "stdu 1, -512(1)\n std 2, 32(1)\n std 13, 40(1)\n"
#define BACK "ld 2, 32(1)\n ld 13, 40(1)\n addi 1, 1, 512\n"
#define SPIN "b ."
#define TRAP "trap"

#elif defined(__loongarch64)
#define GENERIC_NUMBERS
#define START "move $a0, $sp\n bl probe_main\n"
#define CALL(...) CALL_IN("syscall 0", "$r11", "$r4", "$r5", "$r6", "$r7", "$r8", "$r9", __VA_ARGS__)
#define CALL_CLOBBERS "memory", "$r12", "$r13", "$r14", "$r15", "$r16", "$r17", "$r18", "$r19", "$r20"
#define ALL "$r1", "$r4", "$r5", "$r6", "$r7", "$r8", "$r9", "$r10", "$r11", "$r12", "$r13", "$r14", "$r15", "$r16", \
  "$r17", "$r18", "$r19", "$r20", "$r23", "$r24", "$r25", "$r26", "$r27", "$r28", "$r29", "$r30", "$r31", "memory"
#define RETURN "jr $ra"
#define CALL_FUNCTION(f) "bl " #f
#define SYSCALL "syscall 0"
#define KEEP "addi.d $sp, $sp, -32\n st.d $r2, $sp, 0\n st.d $r21, $sp, 8\n st.d $r22, $sp, 16\n"
#define BACK "ld.d $r2, $sp, 0\n ld.d $r21, $sp, 8\n ld.d $r22, $sp, 16\n addi.d $sp, $sp, 32\n"
#define SPIN "b ."
#define TRAP "break 0"
#else
#error "no entry for this arch"
#endif

// A call of the kernel where its number N and its arguments A to F are in registers of their own, and A has the answer.
#define CALL_IN(instruction, N, A, B, C, D, E, F, n, a, b, c, d, e, f) ({ register long number asm(N) = n; \
  register long first asm(A) = a; register long second asm(B) = b; register long third asm(C) = c; \
  register long fourth asm(D) = d; register long fifth asm(E) = e; register long sixth asm(F) = f; \
  asm volatile(instruction : "+r"(first) : "r"(number), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth) \
               : CALL_CLOBBERS); first; })
#ifndef CALL_CLOBBERS
#define CALL_CLOBBERS "memory"
#endif

#ifdef GENERIC_NUMBERS
enum { NR_openat = 56, NR_close = 57, NR_read = 63, NR_write = 64, NR_pread = 67, NR_pwrite = 68, NR_ppoll = 73,
       NR_exit = 93, NR_kill = 129, NR_getpid = 172, NR_getppid = 173, NR_perf = 241, NR_bpf = 280, NR_mmap = 222,
       NR_munmap = 215, NR_clone = 220, NR_wait4 = 260, NR_ptrace = 117, NR_sigaction = 134 };
#endif

// i386 passes the first argument on the stack, other than its kernel.
#ifdef __i386__
#define FIRST_IN_REGISTER __attribute__((regparm(1)))
#else
#define FIRST_IN_REGISTER
#endif

#ifndef WIDE_NOP
#define WIDE_NOP "nop"
#endif

// Around a place where the debugger changes registers that the compiler's code needs afterwards.
#ifndef KEEP
#define KEEP ""
#endif
#ifndef BACK
#define BACK ""
#endif

#if defined(__s390x__)
// The six arguments are in memory.
#define MAP(...) ({ long arguments[] = { __VA_ARGS__ }; CALL(NR_mmap, (long)arguments, 0, 0, 0, 0, 0); })
#else
#define MAP(...) CALL(NR_mmap, __VA_ARGS__)
#endif
#ifdef GENERIC_NUMBERS
#define FORK() CALL(NR_clone, 17, 0, 0, 0, 0, 0)
#else
#define FORK() CALL(NR_fork, 0, 0, 0, 0, 0, 0)
#endif
