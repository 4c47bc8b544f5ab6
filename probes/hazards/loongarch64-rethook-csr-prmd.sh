# causes: loongarch64-rethook-csr-prmd
# PRMD has three bits; a leftover has others.
# seen: prmd=0x([0-9a-f]{2,}|[89a-f])
echo 'r:re vfs_read prmd=%csr_prmd crmd=%csr_crmd' > kprobe_events
echo 1 > events/kprobes/re/enable
probe calls 100 7
tail -n 3 trace
