using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Metrics;

/// <summary>What the kernel says of this process, under Prometheus' names. Source: Prometheus client libraries, process metrics; proc(5).</summary>
public static class ProcessMetrics
{
    /// <summary>The metrics in Prometheus' text form.</summary>
    public static void Write(StringBuilder text, DateTimeOffset started)
    {
        using var process = Process.GetCurrentProcess();
        MetricText.One(text, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.", process.TotalProcessorTime.TotalSeconds);
        MetricText.One(text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.", process.WorkingSet64);
        MetricText.One(text, "process_virtual_memory_bytes", "gauge", "Virtual memory size in bytes.", process.VirtualMemorySize64);
        MetricText.One(text, "process_virtual_memory_max_bytes", "gauge", "Maximum amount of virtual memory available in bytes.", Limit("Max address space"));
        MetricText.One(text, "process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.", started.ToUnixTimeSeconds());
        MetricText.One(text, "process_open_fds", "gauge", "Number of open file descriptors.", Directory.EnumerateFileSystemEntries("/proc/self/fd").Count());
        MetricText.One(text, "process_max_fds", "gauge", "Maximum number of open file descriptors.", Limit("Max open files"));
        var (received, sent) = Network();
        MetricText.One(text, "process_network_receive_bytes_total", "counter", "Number of bytes received by the process over the network.", received);
        MetricText.One(text, "process_network_transmit_bytes_total", "counter", "Number of bytes sent by the process over the network.", sent);
    }

    // "Max open files            1024                 4096                 files": the first number is the limit that holds.
    private static double Limit(string name)
    {
        var line = File.ReadLines("/proc/self/limits").FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal)) ?? "";
        return double.TryParse(line[Math.Min(name.Length, line.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(), CultureInfo.InvariantCulture, out var limit) ? limit : ulong.MaxValue;
    }

    // "  eth0: received-bytes 7 others sent-bytes …", two lines of headings before; loopback does not count.
    private static (double Received, double Sent) Network()
    {
        var (received, sent) = (0d, 0d);
        foreach (var line in File.ReadLines("/proc/self/net/dev").Skip(2))
        {
            if (line.Split(':', 2) is not [var name, var rest] || name.Trim() == "lo") { continue; }
            var numbers = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            received += double.Parse(numbers[0], CultureInfo.InvariantCulture);
            sent += double.Parse(numbers[8], CultureInfo.InvariantCulture);
        }
        return (received, sent);
    }
}
