using System.Collections.Concurrent;
using System.Text;

namespace KubeSharp.Hosting.Health;

/// <summary>Named checks and their answer in upstream's form. Source: Kubernetes API health endpoints.</summary>
public sealed class HealthRegistry : IHealth
{
    private readonly ConcurrentDictionary<string, Func<bool>> _live = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Func<bool>> _ready = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void AddLive(string name, Func<bool> check) => _live[name] = check;

    /// <inheritdoc/>
    public void AddReady(string name, Func<bool> check) => _ready[name] = check;

    /// <summary>Whether the process lives, and the text for /livez.</summary>
    public (bool Ok, string Text) Live(IReadOnlyCollection<string> excluded) => Answer("livez", _live, excluded);

    /// <summary>Whether the process is ready (it must live too), and the text for /readyz.</summary>
    public (bool Ok, string Text) Ready(IReadOnlyCollection<string> excluded) => Answer("readyz", _live.Concat(_ready), excluded);

    private static (bool, string) Answer(string path, IEnumerable<KeyValuePair<string, Func<bool>>> checks, IReadOnlyCollection<string> excluded)
    {
        var (text, isOk) = (new StringBuilder(), true);
        foreach (var (name, check) in checks.OrderBy(static c => c.Key, StringComparer.Ordinal))
        {
            var (mark, word) = excluded.Contains(name) ? ('+', "excluded: ok") : check() ? ('+', "ok") : ('-', "failed: reason withheld");
            isOk &= mark == '+';
            text.Append('[').Append(mark).Append(']').Append(name).Append(' ').Append(word).Append('\n');
        }
        return (isOk, text.Append(path).Append(isOk ? " check passed\n" : " check failed\n").ToString());
    }
}
