# causes: powerpc64-fgraph-return-msr
# A program of kprobe.multi on a return asks for its stack: a leftover msr may read as user mode (-EFAULT, -0xe).
# seen: bpf_get_stackid -e
probe multi vfs_read return 100 7
probe multi do_sys_openat2 return 100 7
probe multi vfs_write return 100 7
