namespace KubeSharp.Machinery.Expressions;

/// <summary>An authorizer's answer.</summary>
/// <param name="IsAllowed">It may.</param>
/// <param name="Reason">Why, for people; empty: unsaid.</param>
/// <param name="Error">The question could not be answered; null: it was.</param>
public sealed record CelDecision(bool IsAllowed, string Reason = "", string? Error = null);
