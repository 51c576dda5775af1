using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>One metric with its labels, under upstream's name. Counters and gauges have one number a set of labels, histograms a row of buckets. Thread-safe.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">counter, gauge or histogram.</param>
/// <param name="help">What people are told of it.</param>
/// <param name="labels">The labels' names.</param>
public sealed class Metric(string name, string type, string help, params ImmutableArray<string> labels)
{
    // A sum in nanounits, so that it can be added to without a lock.
    private const double Nano = 1e9;
    private readonly ConcurrentDictionary<LabelValues, long[]> _series = new();

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Upper bounds of a histogram's buckets; the last one, of all that is above, is not among them.</summary>
    public ImmutableArray<double> Bounds { get; init; } = [];

    /// <summary>Buckets of durations in seconds, as most of upstream's have them.</summary>
    public static ImmutableArray<double> Seconds { get; } = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10];

    /// <summary>Buckets of durations in seconds, as metrics have them that say nothing of buckets.</summary>
    public static ImmutableArray<double> DefaultSeconds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Adds to a counter or a gauge.</summary>
    public void Add(long count, params ReadOnlySpan<string> values) => Interlocked.Add(ref Series(values)[0], count);

    /// <summary>Notes one value in a histogram.</summary>
    public void Observe(double value, params ReadOnlySpan<string> values)
    {
        var series = Series(values);
        var place = 0;
        while (place < Bounds.Length && value > Bounds[place]) { place++; }
        Interlocked.Increment(ref series[place]);
        Interlocked.Add(ref series[^1], (long)(value * Nano));
    }

    /// <summary>The metric in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        RequestMetrics.Head(text, name, type, help);
        foreach (var (values, series) in _series)
        {
            var shown = string.Join(',', labels.Select((l, i) => $"{l}=\"{values.Items[i]}\""));
            if (type != "histogram") { text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(shown)} {Volatile.Read(ref series[0])}\n"); }
            else { WriteHistogram(text, shown, series); }
        }
    }

    private void WriteHistogram(StringBuilder text, string shown, long[] series)
    {
        var (sum, comma) = (0L, shown.Length == 0 ? "" : ",");
        for (var i = 0; i <= Bounds.Length; i++)
        {
            sum += Volatile.Read(ref series[i]);
            var bound = i == Bounds.Length ? "+Inf" : Bounds[i].ToString(CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{shown}{comma}le=\"{bound}\"}} {sum}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(shown)} {Volatile.Read(ref series[^1]) / Nano}\n{name}_count{Braces(shown)} {sum}\n");
    }

    private static string Braces(string shown) => shown.Length == 0 ? "" : $"{{{shown}}}";

    private long[] Series(ReadOnlySpan<string> values)
    {
        var key = new LabelValues([.. values]);
        return _series.TryGetValue(key, out var series) ? series : _series.GetOrAdd(key, new long[Bounds.Length + 2]);
    }

    private readonly record struct LabelValues(string[] Items)
    {
        public bool Equals(LabelValues other) => Items.AsSpan().SequenceEqual(other.Items);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            foreach (var item in Items) { hash.Add(item); }
            return hash.ToHashCode();
        }
    }
}
