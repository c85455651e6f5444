"""What other tools take over: the API as a Postman collection, the sequences of the pages as Arazzo workflows."""
