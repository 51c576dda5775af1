using System.Collections.Immutable;
using System.Text.Json;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>One line of an ABAC policy file: who may do what. Immutable. Source: Using ABAC Authorization.</summary>
public sealed record AbacPolicy
{
    private const string Authenticated = "system:authenticated";
    private const string Version = "abac.authorization.kubernetes.io/v1beta1";

    /// <summary>The user; empty: the group decides.</summary>
    public string User { get; init; } = "";
    /// <summary>The group; empty: the user decides.</summary>
    public string Group { get; init; } = "";
    /// <summary>The namespace; *: all, and what is in none; empty: only what is in none.</summary>
    public string Namespace { get; init; } = "";
    /// <summary>The resource; *: all; empty: none.</summary>
    public string Resource { get; init; } = "";
    /// <summary>The API group; *: all; empty: the core.</summary>
    public string ApiGroup { get; init; } = "";
    /// <summary>The path of requests about no resource; * at its end: all that begin so; empty: none.</summary>
    public string Path { get; init; } = "";
    /// <summary>Only get, list and watch.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>Reads a file: one JSON object a line, empty lines and those with # apart.</summary>
    /// <exception cref="FormatException">A line is none, with its number.</exception>
    public static ImmutableArray<AbacPolicy> ReadAll(string text)
    {
        var lines = text.Split('\n');
        var policies = ImmutableArray.CreateBuilder<AbacPolicy>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#') { continue; }
            try { policies.Add(Node.Parse(line) is ObjectNode value ? Read(value) : throw new FormatException("no object")); }
            catch (Exception e) when (e is JsonException or FormatException) { throw new FormatException($"error reading policy file, line {i + 1}: {lines[i]}: {e.Message}", e); }
        }
        return policies.ToImmutable();
    }

    /// <summary>Whether it allows what is asked.</summary>
    public bool Allows(AuthorizationAttributes asked)
    {
        if (!IsFor(asked.User) || (IsReadOnly && asked.Verb is not ("get" or "list" or "watch"))) { return false; }
        if (asked.IsResourceRequest) { return Fits(Namespace, asked.Namespace) && Fits(Resource, asked.Resource) && Fits(ApiGroup, asked.Group); }
        return Path == asked.Path || (Path.EndsWith('*') && asked.Path.StartsWith(Path.TrimEnd('*'), StringComparison.Ordinal));
    }

    /// <summary>What it allows the user in the namespace, as rules: none, one, or one of resources and one of paths.</summary>
    public IEnumerable<PolicyRule> RulesFor(UserIdentity user, string ns)
    {
        if (!IsFor(user) || !Fits(Namespace, ns)) { yield break; }
        ImmutableArray<string> verbs = IsReadOnly ? ["get", "list", "watch"] : ["*"];
        if (Resource.Length > 0) { yield return new(verbs, [ApiGroup], [Resource], [], []); }
        if (Path.Length > 0) { yield return new(verbs, [], [], [], [Path]); }
    }

    private bool IsFor(UserIdentity user) => (User.Length > 0 || Group.Length > 0) && (User.Length == 0 || User == user.Name) && (Group.Length == 0 || user.Groups.Contains(Group));

    private static bool Fits(string pattern, string value) => pattern == "*" || pattern == value;

    private static AbacPolicy Read(ObjectNode value)
    {
        var isOld = !value.Has("apiVersion") && !value.Has("kind");
        if (!isOld && (value.Text("apiVersion") != Version || value.Text("kind") != "Policy")) { throw new FormatException($"no kind \"{value.Text("kind")}\" is registered for version \"{value.Text("apiVersion")}\""); }
        var spec = isOld ? value : value.Object("spec");
        var read = new AbacPolicy
        {
            User = spec.Text("user"),
            Group = spec.Text("group"),
            Namespace = spec.Text("namespace"),
            Resource = spec.Text("resource"),
            ApiGroup = spec.Text("apiGroup"),
            Path = spec.Text("nonResourcePath"),
            IsReadOnly = spec.IsTrue("readonly"),
        };
        if (isOld) { read = Widened(read); }
        return read.User == "*" || read.Group == "*" ? read with { User = "", Group = Authenticated } : read;
    }

    // Compat: what a line of the first form, without a version, leaves out holds for all.
    private static AbacPolicy Widened(AbacPolicy old) => old with
    {
        Group = old.User.Length + old.Group.Length == 0 ? Authenticated : old.Group,
        Namespace = old.Namespace.Length == 0 ? "*" : old.Namespace,
        Resource = old.Resource.Length == 0 ? "*" : old.Resource,
        ApiGroup = "*",
        Path = old.Namespace.Length + old.Resource.Length == 0 ? "*" : "",
    };
}
