using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.Kubelet.Runtime;

/// <summary>Counts the calls of the container runtime under upstream's names. Source: Kubernetes Metrics Reference, kubelet_runtime_operations.</summary>
public sealed class RuntimeOperations
{
    private readonly MetricSet _all = new();
    private readonly Metric _calls, _durations, _errors;
    private readonly TimeProvider _time;

    /// <summary>None has been made yet.</summary>
    public RuntimeOperations(TimeProvider time)
    {
        _time = time;
        _calls = _all.Counter("kubelet_runtime_operations_total", "Cumulative number of runtime operations by operation type.", "operation_type");
        _durations = _all.Histogram("kubelet_runtime_operations_duration_seconds", "Duration in seconds of runtime operations. Broken down by operation type.", Metric.Growing(0.005, 2.5, 14), "operation_type");
        _errors = _all.Counter("kubelet_runtime_operations_errors_total", "Cumulative number of runtime operation errors by operation type.", "operation_type");
    }

    /// <summary>Makes a call and counts it.</summary>
    public async Task<T> CountAsync<T>(string operation, Func<Task<T>> call)
    {
        var began = _time.GetTimestamp();
        _calls.Add(1, operation);
        try { return await call(); }
        catch (Cri.CriException)
        {
            _errors.Add(1, operation);
            throw;
        }
        finally { _durations.Observe(_time.GetElapsedTime(began), operation); }
    }

    /// <summary>The metrics in Prometheus' text form.</summary>
    public void Write(StringBuilder text) => _all.Write(text);
}
