using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Authorization;
using KubeSharp.Machinery.Selectors;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Pipeline;

/// <summary>
/// One way of acting as somebody else. A constrained one is asked for twice: may this be done while acting so (impersonate-on:MODE:VERB), and may
/// one act as this user (impersonate:MODE). Source: KEP-5284.
/// </summary>
public sealed class ImpersonationMode
{
    private const string NodePrefix = "system:node:";
    private const string AuthenticationGroup = "authentication.k8s.io";
    private const string NodeNameKey = "authentication.kubernetes.io/node-name";
    private readonly string _mode;
    private readonly Func<UserIdentity, UserIdentity, bool> _isFor;

    private ImpersonationMode(string mode, Func<UserIdentity, UserIdentity, bool> isFor) => (_mode, _isFor) = (mode, isFor);

    /// <summary>All, the narrow ones first; the last is that of old, which may do everything the user may.</summary>
    public static ImmutableArray<ImpersonationMode> All { get; } =
    [
        new("associated-node", static (wanted, asker) => IsNameOnly(wanted) && NodeOf(wanted.Name) is { } node && AccountOf(asker.Name) is not null && asker.Extra.GetValueOrDefault(NodeNameKey, []) is [var own] && own == node),
        new("arbitrary-node", static (wanted, _) => IsNameOnly(wanted) && NodeOf(wanted.Name) is not null),
        new("serviceaccount", static (wanted, _) => IsNameOnly(wanted) && AccountOf(wanted.Name) is not null),
        new("user-info", static (wanted, _) => NodeOf(wanted.Name) is null && AccountOf(wanted.Name) is null),
        new("", static (_, _) => true),
    ];

    /// <summary>Allows only what it is asked for.</summary>
    public bool IsConstrained => _mode.Length > 0;

    /// <summary>The verb that lets one act as the user.</summary>
    public string Verb => IsConstrained ? $"impersonate:{_mode}" : "impersonate";

    /// <summary>Whether such a user can be acted as in this way at all.</summary>
    public bool IsFor(UserIdentity wanted, UserIdentity asker) => _isFor(wanted, asker);

    /// <summary>The user to go on as.</summary>
    /// <exception cref="StatusException">403: not allowed.</exception>
    public async ValueTask<UserIdentity> CheckAsync(UserIdentity wanted, RequestScope scope, IReadOnlyList<IAuthorizer> authorizers)
    {
        var asker = _mode == "associated-node" ? WithoutNode(scope.User) : scope.User;
        if (IsConstrained)
        {
            var asked = Authorizing.Of(scope);
            await Authorizing.RequireAsync(asked with { User = asker, Verb = $"impersonate-on:{_mode}:{asked.Verb}" }, authorizers, scope.Cancellation).ConfigureAwait(false);
        }
        foreach (var asked in Questions(wanted, asker)) { await Authorizing.RequireAsync(asked, authorizers, scope.Cancellation).ConfigureAwait(false); }
        var groups = wanted.Groups;
        if (IsConstrained && NodeOf(wanted.Name) is not null) { groups = ["system:nodes"]; }
        if (groups.IsEmpty && AccountOf(wanted.Name) is var (ns, _)) { groups = ["system:serviceaccounts", $"system:serviceaccounts:{ns}"]; }
        var last = wanted.Name == UserIdentity.Anonymous.Name ? "system:unauthenticated" : "system:authenticated";
        return wanted with { Groups = groups.Contains(last) || groups.Contains("system:unauthenticated") ? groups : groups.Add(last) };
    }

    // One question for each thing that is said of the user.
    private IEnumerable<AuthorizationAttributes> Questions(UserIdentity wanted, UserIdentity asker)
    {
        var group = IsConstrained ? AuthenticationGroup : "";
        if (IsConstrained && NodeOf(wanted.Name) is { } node) { yield return About(asker, group, "nodes", _mode == "associated-node" ? "*" : node); }
        else if (AccountOf(wanted.Name) is var (ns, name)) { yield return About(asker, group, "serviceaccounts", name) with { Namespace = ns }; }
        else { yield return About(asker, group, "users", wanted.Name); }
        if (wanted.Uid.Length > 0) { yield return About(asker, AuthenticationGroup, "uids", wanted.Uid); }
        foreach (var one in wanted.Groups)
        {
            if (IsConstrained && one is ("" or "system:masters")) { throw StatusException.Forbidden(group, "groups", one, $"impersonating the {(one.Length == 0 ? "empty string" : one)} group is not allowed"); }
            yield return About(asker, group, "groups", one);
        }
        foreach (var (key, values) in wanted.Extra)
        {
            if (IsConstrained && (key.Length == 0 || values.IsEmpty || values.Contains(""))) { throw StatusException.Forbidden(AuthenticationGroup, "userextras", "", "impersonating the empty string in extra is not allowed"); }
            foreach (var value in values) { yield return About(asker, AuthenticationGroup, "userextras", value) with { Subresource = key }; }
        }
    }

    private AuthorizationAttributes About(UserIdentity asker, string group, string resource, string name) => new(asker, Verb) { Group = group, Version = "v1", Resource = resource, Name = name };

    // What differs from node to node is left out of the question, so that one answer holds for the account on all nodes.
    private static UserIdentity WithoutNode(UserIdentity user) => user with
    {
        Extra = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("authentication.kubernetes.io/associated-node-keys", [.. user.Extra.Keys]),
    };

    private static bool IsNameOnly(UserIdentity user) => user.Uid.Length == 0 && user.Groups.IsEmpty && user.Extra.IsEmpty;

    private static string? NodeOf(string name) => name.StartsWith(NodePrefix, StringComparison.Ordinal) && LabelNames.IsSubdomain(name[NodePrefix.Length..]) ? name[NodePrefix.Length..] : null;

    private static (string Namespace, string Name)? AccountOf(string name) => name.Split(':') is ["system", "serviceaccount", { Length: > 0 } ns, { Length: > 0 } account] ? (ns, account) : null;
}
