using System.Globalization;

namespace KubeSharp.Cri.Processes;

/// <summary>A process that cannot be mistaken for a later one with the same id: the id and when it started, in clock ticks since boot.</summary>
public readonly record struct ProcessIdentity(int Id, ulong StartTicks)
{
    /// <summary>The process with this id, or null when there is none or only its corpse (a zombie).</summary>
    public static ProcessIdentity? Of(int id)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{id}/stat");
        }
        catch (IOException)
        {
            return null;
        }
        // The name, in parentheses, may hold anything; state is the first field after it, the start time the twentieth.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields[0] is "Z" or "X" ? null : new ProcessIdentity(id, ulong.Parse(fields[19], CultureInfo.InvariantCulture));
    }

    /// <summary>What <see cref="ToString"/> wrote, or null when it is not that.</summary>
    public static ProcessIdentity? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return words.Length == 2
            && int.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            && ulong.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            ? new ProcessIdentity(id, ticks)
            : null;
    }

    /// <summary>Whether this very process still runs.</summary>
    public bool IsAlive => Of(Id) == this;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Id} {StartTicks}");

    /// <summary>Kills this very process; one that is gone is no error.</summary>
    public void Kill() => Signal(NativeMethods.SignalKill);

    /// <summary>Sends a signal to this very process, not to a later one that got its id.</summary>
    internal void Signal(int signal)
    {
        if (IsAlive)
            NativeMethods.Signal(Id, signal);
    }
}
