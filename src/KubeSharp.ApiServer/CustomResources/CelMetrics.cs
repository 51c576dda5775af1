using System.Text;
using KubeSharp.Machinery.Metrics;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>How long the rules of custom resources took: to compile those of a version, to ask those about an object. Source: Kubernetes Metrics Reference, apiserver_cel_*.</summary>
public sealed class CelMetrics(TimeProvider time)
{
    private readonly Metric _compilations = new("apiserver_cel_compilation_duration_seconds", "histogram", "CEL compilation time in seconds.") { Bounds = Metric.DefaultSeconds };
    private readonly Metric _evaluations = new("apiserver_cel_evaluation_duration_seconds", "histogram", "CEL evaluation time in seconds.") { Bounds = Metric.DefaultSeconds };

    /// <summary>What compiling comes to.</summary>
    public T Compile<T>(Func<T> compile)
    {
        var start = time.GetTimestamp();
        try { return compile(); }
        finally { _compilations.Observe(time.GetElapsedTime(start).TotalSeconds); }
    }

    /// <summary>Evaluates.</summary>
    public void Evaluate(Action evaluate)
    {
        var start = time.GetTimestamp();
        try { evaluate(); }
        finally { _evaluations.Observe(time.GetElapsedTime(start).TotalSeconds); }
    }

    /// <summary>The metrics in Prometheus' text form; they are there before anything was counted.</summary>
    public void Write(StringBuilder text)
    {
        foreach (var metric in (ReadOnlySpan<Metric>)[_compilations, _evaluations])
        {
            metric.Add(0);
            metric.Write(text);
        }
    }
}
