using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Admission.Policies;

/// <summary>
/// The policies of a kind with their bindings, by name. Follows the store; a policy is compiled when it is first needed after a change.
/// </summary>
internal sealed class PolicyTable<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TPolicy>
    where TPolicy : class
{
    private readonly Lock _lock = new();
    private readonly Func<ObjectNode, TPolicy> _compile;
    private ImmutableSortedDictionary<string, Lazy<TPolicy>> _policies = ImmutableSortedDictionary.Create<string, Lazy<TPolicy>>(StringComparer.Ordinal);
    private ImmutableSortedDictionary<string, PolicyBinding> _bindings = ImmutableSortedDictionary.Create<string, PolicyBinding>(StringComparer.Ordinal);
    private volatile Entry[] _all = [];

    public PolicyTable(IObjects objects, string policies, string bindings, Func<ObjectNode, TPolicy> compile)
    {
        _compile = compile;
        objects.Subscribe(policies, TakePolicy);
        objects.Subscribe(bindings, TakeBinding);
    }

    /// <summary>Policies that are bound, in the order of their names.</summary>
    public IReadOnlyList<Entry> Bound => _all;

    private void TakePolicy(ObjectChange change)
    {
        lock (_lock)
        {
            _policies = change.New is { } policy ? _policies.SetItem(NameOf(change), new(() => _compile(policy))) : _policies.Remove(NameOf(change));
            Join();
        }
    }

    private void TakeBinding(ObjectChange change)
    {
        lock (_lock)
        {
            _bindings = change.New is { } binding ? _bindings.SetItem(NameOf(change), PolicyBinding.Read(binding)) : _bindings.Remove(NameOf(change));
            Join();
        }
    }

    private void Join() => _all =
    [
        .. _policies.Select(p => new Entry(p.Key, p.Value, [.. _bindings.Values.Where(b => b.Policy == p.Key)])).Where(static e => !e.Bindings.IsEmpty),
    ];

    private static string NameOf(ObjectChange change) => (change.New ?? change.Old).Object("metadata").Text("name");

    /// <summary>A policy with its bindings.</summary>
    internal sealed record Entry(string Name, Lazy<TPolicy> Policy, ImmutableArray<PolicyBinding> Bindings);
}
