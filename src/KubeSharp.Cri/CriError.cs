namespace KubeSharp.Cri;

/// <summary>Why a runtime refused or failed, as far as a caller can act on it.</summary>
public enum CriError
{
    /// <summary>Anything else: the message says it.</summary>
    Unknown,

    /// <summary>No runtime answers at the socket.</summary>
    Unavailable,

    /// <summary>The sandbox, container or image is not there.</summary>
    NotFound,

    /// <summary>The name is taken by another one.</summary>
    AlreadyExists,

    /// <summary>The runtime cannot make sense of the request.</summary>
    InvalidArgument,

    /// <summary>It is not in a state that allows this.</summary>
    FailedPrecondition,

    /// <summary>It took longer than allowed.</summary>
    DeadlineExceeded,

    /// <summary>The runtime is too old for this call.</summary>
    Unimplemented,

    /// <summary>The runtime may not: a registry's refusal, for one.</summary>
    PermissionDenied,

    /// <summary>The message is too long, or the runtime has too much to do.</summary>
    ResourceExhausted,
}
