using System.Collections.Immutable;
using System.Globalization;
using KubeSharp.Api.Batch.V1;
using KubeSharp.Api.Core.V1;

namespace KubeSharp.Controllers.Jobs;

/// <summary>Which indexes of an Indexed job are done and which have failed for good. Pure. Source: KEP-2214, KEP-3850 (backoff per index).</summary>
/// <param name="Done">Succeeded.</param>
/// <param name="Failed">Beyond their own limit; empty where there is none.</param>
public sealed record JobIndexes(SortedSet<int> Done, SortedSet<int> Failed)
{
    internal const string Key = "batch.kubernetes.io/job-completion-index";
    private const string FailureCount = "batch.kubernetes.io/job-index-failure-count";
    private const string IgnoredCount = "batch.kubernetes.io/job-index-ignored-failure-count";

    /// <summary>Those of a job and its pods; null: the job has no indexes.</summary>
    public static JobIndexes? Of(Job job, ImmutableArray<Pod> pods)
    {
        if (job.Spec.CompletionMode != "Indexed") { return null; }
        var (done, failed) = (Parse(job.Status.CompletedIndexes), Parse(job.Status.FailedIndexes));
        var held = pods.Where(JobPods.HasTracking).ToArray();
        done.UnionWith(held.Where(static p => p.Status.Phase == "Succeeded").Select(IndexOf).OfType<int>().Where(i => i < (job.Spec.Completions ?? 0)));
        if (job.Spec.BackoffLimitPerIndex is { } limit)
        {
            failed.UnionWith(held.Where(p => JobTally.IsFailed(job, p) && (JobFailurePolicy.Match(job, p)?.Action == "FailIndex" || Failures(job, p).Counted > limit)).Select(IndexOf).OfType<int>().Where(i => !done.Contains(i)));
        }
        return new(done, failed);
    }

    /// <summary>The pod's index; null: it has none.</summary>
    public static int? IndexOf(Pod pod) => int.TryParse(pod.Metadata.Annotations.Get(Key), CultureInfo.InvariantCulture, out var index) ? index : null;

    /// <summary>How often the index of a failed pod has failed, this time included: counted and ignored failures.</summary>
    public static (int Counted, int Ignored) Failures(Job job, Pod pod)
    {
        var isIgnored = JobFailurePolicy.Match(job, pod)?.Action == "Ignore";
        return (Count(pod, FailureCount) + (isIgnored ? 0 : 1), Count(pod, IgnoredCount) + (isIgnored ? 1 : 0));
    }

    /// <summary>The annotations of the pod that replaces the failed ones of an index.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Carried(Job job, IEnumerable<Pod> failed)
    {
        if (job.Spec.BackoffLimitPerIndex is null) { yield break; }
        var (counted, ignored) = failed.Select(p => Failures(job, p)).Aggregate((0, 0), static (a, b) => (Math.Max(a.Item1, b.Counted), Math.Max(a.Item2, b.Ignored)));
        yield return new(FailureCount, counted.ToString(CultureInfo.InvariantCulture));
        if (ignored > 0) { yield return new(IgnoredCount, ignored.ToString(CultureInfo.InvariantCulture)); }
    }

    /// <summary>0-2,4: as numbers.</summary>
    public static SortedSet<int> Parse(string? text)
    {
        var indexes = new SortedSet<int>();
        foreach (var range in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-').Select(static n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            for (var i = ends[0]; i <= ends[^1]; i++) { indexes.Add(i); }
        }
        return indexes;
    }

    /// <summary>Numbers as 0-2,4.</summary>
    public static string Text(SortedSet<int> indexes)
    {
        var parts = new List<string>();
        foreach (var run in indexes.Select((index, i) => (index, Key: index - i)).GroupBy(static p => p.Key))
        {
            var (first, last) = (run.First().index, run.Last().index);
            parts.Add(first == last ? $"{first}" : last == first + 1 ? $"{first},{last}" : $"{first}-{last}");
        }
        return string.Join(',', parts);
    }

    private static int Count(Pod pod, string key) => int.TryParse(pod.Metadata.Annotations.Get(key), CultureInfo.InvariantCulture, out var count) ? count : 0;
}
