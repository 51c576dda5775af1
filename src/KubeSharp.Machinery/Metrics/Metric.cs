using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace KubeSharp.Machinery.Metrics;

/// <summary>One metric with its labels, under upstream's name. Counters and gauges have one number a set of labels, histograms a row of buckets, summaries a count and a sum. Thread-safe.</summary>
/// <param name="name">Its name.</param>
/// <param name="type">counter, gauge, histogram or summary.</param>
/// <param name="help">What people are told of it.</param>
/// <param name="labels">The labels' names.</param>
public sealed class Metric(string name, string type, string help, params ImmutableArray<string> labels)
{
    private readonly ConcurrentDictionary<LabelValues, long[]> _series = new();

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Upper bounds of a histogram's buckets; the last one, of all that is above, is not among them.</summary>
    public ImmutableArray<double> Bounds { get; init; } = [];

    /// <summary>Buckets of durations in seconds, as most of upstream's have them.</summary>
    public static ImmutableArray<double> Seconds { get; } = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 10];

    /// <summary>Buckets of durations in seconds, as metrics have them that say nothing of buckets.</summary>
    public static ImmutableArray<double> DefaultSeconds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    /// <summary>Bounds of buckets, each so many times the one before it.</summary>
    public static ImmutableArray<double> Growing(double first, double factor, int count)
    {
        var bounds = ImmutableArray.CreateBuilder<double>(count);
        for (var bound = first; bounds.Count < count; bound *= factor) { bounds.Add(bound); }
        return bounds.MoveToImmutable();
    }

    /// <summary>Sets a gauge.</summary>
    public void Set(long value, params ReadOnlySpan<string> values) => Volatile.Write(ref Series(values)[0], value);

    /// <summary>Forgets all series that the labels' values tell.</summary>
    public void Forget(Predicate<ReadOnlySpan<string>> isGone)
    {
        foreach (var key in _series.Keys)
        {
            if (isGone(key.Items)) { _series.TryRemove(key, out _); }
        }
    }

    /// <summary>Adds to a counter or a gauge.</summary>
    public void Add(long count, params ReadOnlySpan<string> values) => Interlocked.Add(ref Series(values)[0], count);

    /// <summary>Notes one value in a histogram or a summary.</summary>
    public void Observe(double value, params ReadOnlySpan<string> values)
    {
        var series = Series(values);
        var place = 0;
        while (place < Bounds.Length && value > Bounds[place]) { place++; }
        Interlocked.Increment(ref series[place]);
        AddTo(ref series[^1], value);
    }

    /// <summary>Notes in a histogram how long something took, in seconds.</summary>
    public void Observe(TimeSpan duration, params ReadOnlySpan<string> values) => Observe(duration.TotalSeconds, values);

    /// <summary>Does something and notes in a histogram how long it took.</summary>
    public void Measure(TimeProvider time, Action work, params ReadOnlySpan<string> values)
    {
        var began = time.GetTimestamp();
        try { work(); }
        finally { Observe(time.GetElapsedTime(began), values); }
    }

    /// <summary>The metric in Prometheus' text form.</summary>
    public void Write(StringBuilder text)
    {
        // What has no labels is there before it is counted.
        if (labels.IsEmpty) { Series([]); }
        MetricText.Head(text, name, type, help);
        foreach (var (values, series) in _series)
        {
            var shown = string.Join(',', labels.Select((l, i) => $"{l}=\"{MetricText.Escaped(values.Items[i])}\""));
            if (type is "counter" or "gauge") { text.Append(CultureInfo.InvariantCulture, $"{name}{Braces(shown)} {Volatile.Read(ref series[0])}\n"); }
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
            if (type == "histogram") { text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{shown}{comma}le=\"{bound}\"}} {sum}\n"); }
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braces(shown)} {BitConverter.Int64BitsToDouble(Volatile.Read(ref series[^1]))}\n{name}_count{Braces(shown)} {sum}\n");
    }

    // The sum is a number with a fraction, kept by its bits.
    private static void AddTo(ref long bits, double value)
    {
        long before, after;
        do
        {
            before = Volatile.Read(ref bits);
            after = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(before) + value);
        }
        while (Interlocked.CompareExchange(ref bits, after, before) != before);
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
