namespace KubeSharp.ApiServer.Audit;

/// <summary>How much of a request is recorded. Source: Auditing, audit policy.</summary>
public enum AuditLevel
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>Who, what, when; no bodies.</summary>
    Metadata,
    /// <summary>What was sent, too.</summary>
    Request,
    /// <summary>What was answered, too.</summary>
    RequestResponse,
}
