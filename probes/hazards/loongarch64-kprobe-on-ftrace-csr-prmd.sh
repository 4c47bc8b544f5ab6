# causes: loongarch64-kprobe-on-ftrace-csr-prmd
# PRMD has three bits; a leftover has others.
# seen: prmd=0x([0-9a-f]{2,}|[89a-f])
echo 'p:pe vfs_read prmd=%csr_prmd' > kprobe_events
echo 1 > events/kprobes/pe/enable
probe calls 100 7
tail -n 3 trace
