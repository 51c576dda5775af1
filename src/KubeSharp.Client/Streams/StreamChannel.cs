namespace KubeSharp.Client.Streams;

/// <summary>Channels of an exec or attach: the first byte of each WebSocket message.</summary>
public enum StreamChannel : byte
{
    /// <summary>To the process.</summary>
    Stdin = 0,
    /// <summary>From the process.</summary>
    Stdout = 1,
    /// <summary>From the process.</summary>
    Stderr = 2,
    /// <summary>How it ended: a Status as JSON.</summary>
    Error = 3,
    /// <summary>Size of the terminal: {"Width":80,"Height":24}.</summary>
    Resize = 4,
    /// <summary>v5 only: the channel in the second byte is closed.</summary>
    Close = 255,
}
