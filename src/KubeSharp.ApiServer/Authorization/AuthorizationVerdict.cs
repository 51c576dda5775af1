namespace KubeSharp.ApiServer.Authorization;

/// <summary>What an authorizer says.</summary>
public enum AuthorizationVerdict
{
    /// <summary>Nothing: ask the next one; when none says anything it is refused.</summary>
    NoOpinion,
    /// <summary>Yes, and no other is asked.</summary>
    Allow,
    /// <summary>No, and no other is asked.</summary>
    Deny,
}
