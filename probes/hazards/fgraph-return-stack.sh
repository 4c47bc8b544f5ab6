# causes: arm64-fgraph-return-sp, loongarch64-fgraph-return-csr-prmd, riscv64-fgraph-return-sp
# A return event reads words of a stack through a stack pointer that the return stub never wrote.
# seen: Oops|Unable to handle kernel|Internal error
echo 'f:fr do_sys_openat2%return s0=$stack0 s1=$stack1 sp=$stack' > dynamic_events
echo 'f:fs vfs_read%return s0=$stack0 s1=$stack1 sp=$stack' >> dynamic_events
echo 'f:ft vfs_write%return s0=$stack0 s1=$stack1 sp=$stack' >> dynamic_events
echo 1 > events/fprobes/enable
probe calls 400 7
ls -lR /sys/kernel/slab > /dev/null
dd if=/dev/zero of=/tmp/y bs=32 count=1
tail -n 3 trace
