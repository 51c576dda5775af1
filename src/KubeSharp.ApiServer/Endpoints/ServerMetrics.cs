using System.Globalization;
using System.Text;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Endpoints;

/// <summary>/metrics: requests, objects held, the process. Source: Kubernetes Metrics Reference; Prometheus' process metrics.</summary>
public sealed class ServerMetrics(RequestMetrics requests, CacheFeed feed, string version, TimeProvider time)
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    /// <summary>The metrics in Prometheus' text form.</summary>
    public string Write()
    {
        var text = new StringBuilder();
        requests.Write(text);
        RequestMetrics.Head(text, "apiserver_storage_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts()) { text.Append(CultureInfo.InvariantCulture, $"apiserver_storage_objects{{resource=\"{resource}\"}} {count}\n"); }
        RequestMetrics.Head(text, "apiserver_resource_objects", "gauge", "Number of stored objects at the time of last check split by kind.");
        foreach (var (resource, count) in feed.Counts())
        {
            var parts = resource.Split('.', 2);
            text.Append(CultureInfo.InvariantCulture, $"apiserver_resource_objects{{group=\"{(parts.Length == 2 ? parts[1] : "")}\",resource=\"{parts[0]}\"}} {count}\n");
        }
        RequestMetrics.Head(text, "kubernetes_build_info", "gauge", "A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.");
        var numbers = version.TrimStart('v').Split('.', '+', '-');
        text.Append(CultureInfo.InvariantCulture, $"kubernetes_build_info{{compiler=\"dotnet\",git_version=\"{version}\",go_version=\".NET {Environment.Version}\",major=\"{numbers[0]}\",minor=\"{numbers[1]}\"}} 1\n");
        Process(text);
        return text.ToString();
    }

    private void Process(StringBuilder text)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        RequestMetrics.Head(text, "process_cpu_seconds_total", "counter", "Total user and system CPU time spent in seconds.");
        text.Append(CultureInfo.InvariantCulture, $"process_cpu_seconds_total {process.TotalProcessorTime.TotalSeconds}\n");
        RequestMetrics.Head(text, "process_resident_memory_bytes", "gauge", "Resident memory size in bytes.");
        text.Append(CultureInfo.InvariantCulture, $"process_resident_memory_bytes {process.WorkingSet64}\n");
        RequestMetrics.Head(text, "process_virtual_memory_bytes", "gauge", "Virtual memory size in bytes.");
        text.Append(CultureInfo.InvariantCulture, $"process_virtual_memory_bytes {process.VirtualMemorySize64}\n");
        RequestMetrics.Head(text, "process_start_time_seconds", "gauge", "Start time of the process since unix epoch in seconds.");
        text.Append(CultureInfo.InvariantCulture, $"process_start_time_seconds {_started.ToUnixTimeSeconds()}\n");
    }
}
