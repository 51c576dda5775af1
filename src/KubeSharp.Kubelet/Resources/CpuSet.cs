using System.Collections.Immutable;
using System.Globalization;

namespace KubeSharp.Kubelet.Resources;

/// <summary>CPUs by number, written as the kernel does: 0-2,5. Pure.</summary>
public static class CpuSet
{
    /// <summary>The numbers of a text.</summary>
    /// <exception cref="FormatException">It is no list of numbers and ranges.</exception>
    public static ImmutableSortedSet<int> Parse(string text)
    {
        var found = ImmutableSortedSet.CreateBuilder<int>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || last < first)
            {
                throw new FormatException($"\"{text}\" is no list of CPUs: write 0-2,5");
            }
            for (var cpu = first; cpu <= last; cpu++) { found.Add(cpu); }
        }
        return found.ToImmutable();
    }

    /// <summary>The text of the numbers.</summary>
    public static string Format(ImmutableSortedSet<int> cpus)
    {
        var parts = new List<string>();
        for (var i = 0; i < cpus.Count; i++)
        {
            var first = cpus[i];
            while (i + 1 < cpus.Count && cpus[i + 1] == cpus[i] + 1) { i++; }
            parts.Add(first == cpus[i] ? $"{first}" : $"{first}-{cpus[i]}");
        }
        return string.Join(',', parts);
    }
}
