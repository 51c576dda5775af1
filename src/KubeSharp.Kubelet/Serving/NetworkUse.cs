using System.Globalization;

namespace KubeSharp.Kubelet.Serving;

/// <summary>What went over a network interface. Source: proc_net_dev(5).</summary>
/// <param name="Interface">Its name.</param>
/// <param name="Numbers">Received: bytes, packets, errors, dropped; then the same sent.</param>
internal sealed record NetworkUse(string Interface, IReadOnlyList<long> Numbers)
{
    /// <summary>The interfaces that a process sees, its own loop and the machine's ends of pods' wires left out; none where it is gone.</summary>
    public static IReadOnlyList<NetworkUse> Of(int process, string proc = "/proc")
    {
        try { return Parse(File.ReadAllLines($"{proc}/{process}/net/dev")); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return []; }
    }

    /// <summary>Reads the kernel's table: two lines of headings, then a line an interface.</summary>
    internal static IReadOnlyList<NetworkUse> Parse(IEnumerable<string> lines)
    {
        var found = new List<NetworkUse>();
        foreach (var line in lines.Skip(2))
        {
            if (line.Split(':', 2) is not [var name, var rest] || name.Trim() is "lo" or ['v', 'e', 't', 'h', ..]) { continue; }
            var numbers = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            if (numbers.Length >= 12) { found.Add(new NetworkUse(name.Trim(), [.. numbers[..4], .. numbers[8..12]])); }
        }
        return found;
    }
}
