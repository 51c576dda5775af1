namespace KubeSharp.ApiServer.Encryption;

/// <summary>A value could not be sealed or opened.</summary>
public sealed class EncryptionException(string message, Exception? cause = null) : Exception(message, cause);
