using System.Collections.Frozen;
using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>One rule of a flow schema: one of the subjects does one of the things. Source: flowcontrol.apiserver.k8s.io PolicyRulesWithSubjects.</summary>
public sealed class FlowRule
{
    private const string AccountPrefix = "system:serviceaccount:";
    private readonly FrozenSet<string> _users;
    private readonly FrozenSet<string> _groups;
    private readonly ImmutableArray<string> _accountNamespaces;
    private readonly ImmutableArray<Things> _resources;
    private readonly ImmutableArray<Things> _paths;

    private FlowRule(Node rule)
    {
        var subjects = rule.Items("subjects");
        _users = subjects.Where(static s => s.Text("kind") == "User").Select(static s => s.Object("user").Text("name"))
            .Concat(Accounts(subjects).Where(static a => a.Name != "*").Select(static a => $"{AccountPrefix}{a.Namespace}:{a.Name}")).ToFrozenSet(StringComparer.Ordinal);
        _groups = subjects.Where(static s => s.Text("kind") == "Group").Select(static s => s.Object("group").Text("name")).ToFrozenSet(StringComparer.Ordinal);
        _accountNamespaces = [.. Accounts(subjects).Where(static a => a.Name == "*").Select(static a => $"{AccountPrefix}{a.Namespace}:")];
        _resources = [.. rule.Items("resourceRules").Select(static r => new Things(Set(r, "verbs"), Set(r, "apiGroups"), Set(r, "resources"), Set(r, "namespaces"), r.IsTrue("clusterScope")))];
        _paths = [.. rule.Items("nonResourceRules").Select(static r => new Things(Set(r, "verbs"), [], Set(r, "nonResourceURLs"), [], false))];
    }

    /// <summary>Reads one.</summary>
    public static FlowRule Read(Node rule) => new(rule);

    /// <summary>Whether the request is meant.</summary>
    public bool Matches(UserIdentity user, RequestInfo request)
    {
        if (!IsSubject(user)) { return false; }
        foreach (var things in request.IsResourceRequest ? _resources : _paths)
        {
            if (request.IsResourceRequest ? things.HasResource(request) : things.HasPath(request)) { return true; }
        }
        return false;
    }

    private bool IsSubject(UserIdentity user)
    {
        if (_users.Contains(user.Name) || _users.Contains("*") || _groups.Contains("*")) { return true; }
        foreach (var group in user.Groups)
        {
            if (_groups.Contains(group)) { return true; }
        }
        foreach (var prefix in _accountNamespaces)
        {
            if (user.Name.StartsWith(prefix, StringComparison.Ordinal)) { return true; }
        }
        return false;
    }

    private static IEnumerable<(string Namespace, string Name)> Accounts(ArrayNode subjects) =>
        subjects.Where(static s => s.Text("kind") == "ServiceAccount").Select(static s => (s.Object("serviceAccount").Text("namespace"), s.Object("serviceAccount").Text("name")));

    private static FrozenSet<string> Set(Node rule, string field) => rule.Texts(field).ToFrozenSet(StringComparer.Ordinal);

    private sealed record Things(FrozenSet<string> Verbs, FrozenSet<string> Groups, FrozenSet<string> Names, FrozenSet<string> Namespaces, bool IsClusterScope)
    {
        public bool HasResource(RequestInfo request) =>
            Has(Verbs, request.Verb) && Has(Groups, request.Group) && (request.Namespace.Length == 0 ? IsClusterScope : Has(Namespaces, request.Namespace))
            && Has(Names, request.Subresource.Length == 0 ? request.Resource : $"{request.Resource}/{request.Subresource}");

        public bool HasPath(RequestInfo request)
        {
            if (!Has(Verbs, request.Verb)) { return false; }
            if (Has(Names, request.Path)) { return true; }
            foreach (var name in Names)
            {
                if (name.EndsWith("/*", StringComparison.Ordinal) && request.Path.AsSpan().StartsWith(name.AsSpan(0, name.Length - 1), StringComparison.Ordinal)) { return true; }
            }
            return false;
        }

        private static bool Has(FrozenSet<string> items, string wanted) => items.Contains("*") || items.Contains(wanted);
    }
}
