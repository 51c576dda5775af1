namespace KubeSharp.ApiServer.Admission;

/// <summary>What is done to the object.</summary>
public enum AdmissionOperation
{
    /// <summary>Made.</summary>
    Create,
    /// <summary>Changed, by update, patch or apply.</summary>
    Update,
    /// <summary>Deleted.</summary>
    Delete,
    /// <summary>Connected to: exec, attach, port-forward, proxy.</summary>
    Connect,
}
