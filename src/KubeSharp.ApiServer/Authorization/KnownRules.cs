using System.Collections.Immutable;

namespace KubeSharp.ApiServer.Authorization;

/// <summary>What an authorizer can list of what somebody may do in a namespace. Source: API reference of SelfSubjectRulesReview.</summary>
/// <param name="Rules">The rules that hold.</param>
public sealed record KnownRules(ImmutableArray<PolicyRule> Rules)
{
    /// <summary>Nothing is allowed by this authorizer.</summary>
    public static KnownRules None { get; } = new(ImmutableArray<PolicyRule>.Empty);

    /// <summary>More may be allowed than is listed. Default: no.</summary>
    public bool IsIncomplete { get; init; }

    /// <summary>What went wrong as they were looked for; empty: nothing.</summary>
    public string Mistake { get; init; } = "";

    /// <summary>What several authorizers can list together.</summary>
    public static KnownRules Together(IEnumerable<KnownRules> each)
    {
        var all = each.ToArray();
        var mistakes = all.Where(static r => r.Mistake.Length > 0).Select(static r => r.Mistake).ToArray();
        return new([.. all.SelectMany(static r => r.Rules)]) { IsIncomplete = all.Any(static r => r.IsIncomplete), Mistake = mistakes.Length == 0 ? "" : RbacAuthorizer.Together(mistakes) };
    }

    /// <summary>Of an authorizer of this name, which decides each case by itself.</summary>
    public static KnownRules Unknown(string authorizer) => None with { IsIncomplete = true, Mistake = $"{authorizer} authorizer does not support user rule resolution" };
}
