using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>
/// Which containers the kernel took a process from for want of memory, as its log tells. A runtime hears of that beside the end of the process, and
/// where the end comes first (containerd 1.6 on a slow machine) it says Error; the log is written before the process ends.
/// Source: Linux, ABI/testing/dev-kmsg.
/// </summary>
/// <param name="path">The kernel's log; where it cannot be read, the runtime's word counts.</param>
public sealed partial class MemoryKills(string path = "/dev/kmsg") : IDisposable
{
    /// <summary>How such an end is told.</summary>
    public const string Reason = "OOMKilled";
    // A container is asked for soon after it ended: older kills need not be remembered.
    private const int GroupsMax = 256, RecordMax = 8192;
    private const int ReadWithoutWaiting = 0x80800, Overwritten = 32;

    private readonly Lock _gate = new();
    private readonly Queue<string> _groups = new();
    private readonly Queue<SystemKill> _ofSystem = new();
    private readonly SafeFileHandle _log = new(Open(path, ReadWithoutWaiting), ownsHandle: true);

    /// <summary>How many processes of the container were killed for want of memory.</summary>
    public int Count(string containerId)
    {
        lock (_gate)
        {
            ReadOn();
            return _groups.Count(g => g.Contains(containerId, StringComparison.Ordinal));
        }
    }

    /// <summary>The processes of no group that were killed since this was last asked.</summary>
    public IReadOnlyList<SystemKill> TakeSystem()
    {
        lock (_gate)
        {
            ReadOn();
            SystemKill[] taken = [.. _ofSystem];
            _ofSystem.Clear();
            return taken;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _log.Dispose();

    // Each read yields a record of the log; what was overwritten before it was read is passed over.
    private void ReadOn()
    {
        if (_log.IsInvalid) { return; }
        Span<byte> record = stackalloc byte[RecordMax];
        while (true)
        {
            var read = Read(_log, ref MemoryMarshal.GetReference(record), RecordMax);
            if (read < 0 && Marshal.GetLastPInvokeError() == Overwritten) { continue; }
            if (read <= 0) { return; }
            foreach (var line in Encoding.UTF8.GetString(record[..(int)read]).Split('\n'))
            {
                if (!IsKill(line)) { continue; }
                Keep(_groups, Field(line, "task_memcg"));
                if (Field(line, "task_memcg") == "/") { Keep(_ofSystem, new SystemKill(Field(line, "task"), Field(line, "pid"))); }
            }
        }
    }

    private static void Keep<T>(Queue<T> queue, T item)
    {
        if (queue.Count == GroupsMax) { queue.Dequeue(); }
        queue.Enqueue(item);
    }

    // "6,339,5140900,-;oom-kill:constraint=…,task_memcg=/pod1/abc,task=tail,pid=7,…"; what programs write bears a facility, eight times it before the first comma.
    private static bool IsKill(string line) => line.IndexOf(',') == 1 && line[0] is >= '0' and <= '7' && line.Contains(";oom-kill:", StringComparison.Ordinal);

    private static string Field(string line, string name)
    {
        var start = line.IndexOf($",{name}=", StringComparison.Ordinal);
        return start < 0 ? "" : line[(start + name.Length + 2)..].Split(',')[0];
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle file, ref byte buffer, nuint size);
}
