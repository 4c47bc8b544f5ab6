# causes: riscv64-partial-regs-7-0-status
# A program of kprobe.multi asks for its stack: status 0 reads as user mode, and the answer is -EFAULT (-0xe).
# seen: bpf_get_stackid -e
probe multi vfs_read entry 50 7
probe multi vfs_read return 50 7
