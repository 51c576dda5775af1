namespace KubeSharp.Machinery.Expressions;

/// <summary>What an expression's <c>authorizer</c> asks.</summary>
public interface ICelAuthorizer
{
    /// <summary>Whether who makes the request, or the service account that is named, may do so.</summary>
    CelDecision Decide(CelAccess access);
}
