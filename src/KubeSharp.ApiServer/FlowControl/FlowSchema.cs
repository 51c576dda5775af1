using System.Collections.Immutable;
using KubeSharp.ApiServer.Authentication;
using KubeSharp.ApiServer.Pipeline;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.ApiServer.FlowControl;

/// <summary>Which requests belong together, and to which priority level they go. Source: API Priority and Fairness.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid, told in a header of each response.</param>
/// <param name="Precedence">The schema with the least one that matches counts.</param>
/// <param name="Level">Name of the priority level.</param>
public sealed record FlowSchema(string Name, string Uid, long Precedence, string Level)
{
    private ImmutableArray<FlowRule> Rules { get; init; } = [];

    /// <summary>ByUser, ByNamespace; empty: all its requests are one flow.</summary>
    public string Distinguisher { get; private init; } = "";

    /// <summary>Reads one.</summary>
    public static FlowSchema Read(ObjectNode value)
    {
        var (metadata, spec) = (value.Object("metadata"), value.Object("spec"));
        return new(metadata.Text("name"), metadata.Text("uid"), spec.Number("matchingPrecedence") ?? 1000, spec.Object("priorityLevelConfiguration").Text("name"))
        {
            Rules = [.. spec.Items("rules").Select(FlowRule.Read)],
            Distinguisher = spec.Object("distinguisherMethod").Text("type"),
        };
    }

    /// <summary>Whether the request is one of its.</summary>
    public bool Matches(UserIdentity user, RequestInfo request)
    {
        foreach (var rule in Rules)
        {
            if (rule.Matches(user, request)) { return true; }
        }
        return false;
    }

    /// <summary>What tells flows apart: the user, or the namespace.</summary>
    public string FlowOf(UserIdentity user, RequestInfo request) => Distinguisher switch { "ByUser" => user.Name, "ByNamespace" => request.Namespace, _ => "" };
}
