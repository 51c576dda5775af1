using System.Collections.Frozen;
using KubeSharp.ApiServer.Authentication;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>Bindings by subject. Immutable.</summary>
public sealed class BindingIndex
{
    private readonly FrozenDictionary<string, Binding[]> _bySubject;

    private BindingIndex(FrozenDictionary<string, Binding[]> bySubject) => _bySubject = bySubject;

    /// <summary>The index of these bindings.</summary>
    public static BindingIndex Of(IEnumerable<Binding> bindings) => new(bindings
        .SelectMany(static b => b.Subjects.Distinct(StringComparer.Ordinal).Select(s => (Subject: s, Binding: b)))
        .GroupBy(static e => e.Subject, StringComparer.Ordinal)
        .ToFrozenDictionary(static g => g.Key, static g => g.Select(static e => e.Binding).ToArray(), StringComparer.Ordinal));

    /// <summary>The bindings that hold for the user in the namespace.</summary>
    public IEnumerable<Binding> For(UserIdentity user, string ns)
    {
        foreach (var subject in user.Groups.Select(static g => "g:" + g).Prepend("u:" + user.Name))
        {
            foreach (var binding in _bySubject.GetValueOrDefault(subject) ?? [])
            {
                if (binding.Namespace.Length == 0 || binding.Namespace == ns) { yield return binding; }
            }
        }
    }
}
