"""What other tools take over: the API as a Postman collection, the pages that are sequences as Arazzo."""
